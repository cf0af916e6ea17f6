import Bytes

/// The syntax of media types (RFC 9110 §8.3.1): `type/subtype` with parameters.
@usableFromInline package enum MediaType {
  /// The range of `type/subtype`, or `nil` when the whole text is no media type.
  package static func essence(of text: Span<UInt8>) -> Range<Int>? {
    let semicolon = text.firstIndex(of: ASCII.semicolon) ?? text.count
    let essence = text.trimmingBlanks(0..<semicolon)
    guard essence.lowerBound == 0,
      let slash = text.firstIndex(of: ASCII.slash, from: 0, upTo: essence.upperBound),
      isToken(text.extracting(0..<slash)),
      isToken(text.extracting(slash + 1..<essence.upperBound)),
      acceptsParameters(text, from: semicolon)
    else { return nil }
    return essence
  }

  /// Whether the text is a media type.
  package static func accepts(_ text: Span<UInt8>) -> Bool { essence(of: text) != nil }

  private static func isToken(_ text: Span<UInt8>) -> Bool {
    text.count > 0 && text.allSatisfy(.token)
  }

  /// `*( OWS ";" OWS [ name "=" ( token / quoted-string ) ] )`.
  private static func acceptsParameters(_ text: Span<UInt8>, from start: Int) -> Bool {
    var position = start
    while position < text.count {
      guard text[position] == ASCII.semicolon else { return false }
      position = skipBlanks(text, position + 1)
      if position == text.count { return true }
      if text[position] == ASCII.semicolon { continue }
      let nameEnd = skipToken(text, position)
      guard nameEnd > position, nameEnd < text.count, text[nameEnd] == ASCII.equals else {
        return false
      }
      guard let valueEnd = skipValue(text, nameEnd + 1) else { return false }
      position = skipBlanks(text, valueEnd)
    }
    return true
  }

  private static func skipBlanks(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    while position < text.count, ASCII.isBlank(text[position]) { position += 1 }
    return position
  }

  private static func skipToken(_ text: Span<UInt8>, _ start: Int) -> Int {
    var position = start
    while position < text.count, ByteSet.token.contains(text[position]) { position += 1 }
    return position
  }

  private static func skipValue(_ text: Span<UInt8>, _ start: Int) -> Int? {
    guard start < text.count else { return nil }
    if text[start] != ASCII.quote {
      let end = skipToken(text, start)
      return end > start ? end : nil
    }
    var position = start + 1
    while position < text.count {
      let byte = text[position]
      if byte == ASCII.quote { return position + 1 }
      if byte != ASCII.tab, byte < 0x20 || byte == 0x7F { return nil }
      position += byte == ASCII.backslash ? 2 : 1
    }
    return nil
  }
}
