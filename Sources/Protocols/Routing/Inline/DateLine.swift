internal import Bytes
internal import HTTP

/// The first field lines of every head and the name of the one that follows, printed once a second.
struct DateLine {
  private static let name: StaticString = "Date: "
  private static let following: StaticString = "X-Request-ID: "

  // Six bytes of name, 29 of date and two after it, 46 of transport security, 14 of what follows.
  private var bytes = InlineArray<97, UInt8>(repeating: 0)
  private var count = 0
  /// Whether browsers are told to come by HTTPS alone (RFC 6797).
  private let isStrict: Bool

  init(isStrict: Bool) { self.isStrict = isStrict }

  /// Whether nothing has been printed yet.
  var isEmpty: Bool { count == 0 }

  /// Appends the lines.
  func write(to output: inout OutputSpan<UInt8>) {
    output.append(bytes: bytes.span.extracting(..<count))
  }

  /// Prints the lines of a date.
  mutating func print(_ date: HTTPDate) {
    var target = bytes.mutableSpan
    count = unsafe target.withUnsafeMutableBufferPointer { target in
      var output = unsafe OutputSpan<UInt8>(buffer: target, initializedCount: 0)
      output.append(Self.name)
      date.print(into: &output)
      output.append("\r\n")
      if isStrict { output.append(SecurityFields.strictTransport) }
      output.append(Self.following)
      return unsafe output.finalize(for: target)
    }
  }
}
