internal import Bytes

/// Steps through the elements of one `Forwarded` line (RFC 7239 §4).
///
///     Forwarded = 1#( [ pair ] *( ";" [ pair ] ) )
///     pair      = token "=" ( token / quoted-string )
///
/// White space is taken around commas and semicolons, as proxies write it, and nowhere else.
struct ForwardedReader: ~Escapable {
  /// An element: the address in its `for`, if it has one that is one.
  struct Element {
    var address: PeerAddress?
  }

  /// The longest quoted value that is looked at: an IPv6 address in brackets with a port, and then
  /// some; a longer one is no address.
  private static let valueMax = 64

  private let line: Span<UInt8>
  private var position = 0
  /// Whether the line is not of the form; nothing of it may be believed then.
  private(set) var isMalformed = false

  @_lifetime(copy line)
  init(_ line: Span<UInt8>) { self.line = line }

  /// The next element, or nil after the last and where the form is broken.
  mutating func next() -> Element? {
    skipBlanks()
    // Empty elements are nothing (RFC 9110 §5.6.1.2).
    while position < line.count, line[position] == ASCII.comma {
      position += 1
      skipBlanks()
    }
    guard position < line.count, !isMalformed else { return nil }
    var element = Element()
    var hasFor = false
    while position < line.count, line[position] != ASCII.comma {
      if line[position] == ASCII.semicolon {
        position += 1
        skipBlanks()
        continue
      }
      guard let name = token(), position < line.count, line[position] == ASCII.equals else {
        return fail()
      }
      position += 1
      let isFor = line.extracting(name).equalsIgnoringCase("for")
      // A parameter occurs once in an element.
      if isFor, hasFor { return fail() }
      hasFor = hasFor || isFor
      guard let address = value(isFor: isFor) else { return fail() }
      if isFor { element.address = address }
      skipBlanks()
      guard
        position == line.count || line[position] == ASCII.comma
          || line[position] == ASCII.semicolon
      else { return fail() }
    }
    return element
  }

  private mutating func fail() -> Element? {
    isMalformed = true
    return nil
  }

  private mutating func skipBlanks() {
    while position < line.count, ASCII.isBlank(line[position]) { position += 1 }
  }

  private mutating func token() -> Range<Int>? {
    let start = position
    while position < line.count, ByteSet.token.contains(line[position]) { position += 1 }
    return position > start ? start..<position : nil
  }

  /// Reads a value; nil when it is none, else the address in it or `.some(nil)`.
  private mutating func value(isFor: Bool) -> PeerAddress?? {
    guard position < line.count else { return nil }
    guard line[position] == ASCII.quote else {
      // Proxies write addresses with a port, or of IPv6, without the quotes that they need.
      let start = position
      while position < line.count, Self.isBare(line[position]) { position += 1 }
      guard position > start else { return nil }
      return .some(isFor ? ForwardedNode.address(line.extracting(start..<position)) : nil)
    }
    return quoted(isFor: isFor)
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    ByteSet.token.contains(byte) || byte == ASCII.colon || byte == UInt8(ascii: "[")
      || byte == UInt8(ascii: "]")
  }

  /// A quoted string (RFC 9110 §5.6.4), its escapes undone in a place of its own.
  private mutating func quoted(isFor: Bool) -> PeerAddress?? {
    var text = InlineArray<64, UInt8>(repeating: 0)
    var count = 0
    position += 1
    while position < line.count {
      var byte = line[position]
      position += 1
      if byte == ASCII.quote {
        guard isFor, count <= Self.valueMax else { return .some(nil) }
        return .some(ForwardedNode.address(text.span.extracting(..<count)))
      }
      if byte == ASCII.backslash {
        guard position < line.count else { return nil }
        byte = line[position]
        position += 1
      }
      if count < Self.valueMax { text[count] = byte }
      count += 1
    }
    return nil
  }
}
