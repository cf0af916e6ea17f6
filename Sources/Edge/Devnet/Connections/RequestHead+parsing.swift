extension RequestHead {
  /// Parses a head up to, not including, its empty line; nil when it is no HTTP/1 request.
  ///
  /// Lenient where that is harmless (bare line feeds, blanks around values), because the
  /// emulated servers are; two different lengths are still refused.
  init?(parsing bytes: ArraySlice<UInt8>) {
    let text = String(decoding: bytes, as: UTF8.self)
    var lines = text.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })[...]
    while let first = lines.first, first.isEmpty { lines = lines.dropFirst() }
    guard let requestLine = lines.popFirst() else { return nil }
    let words = requestLine.split(separator: " ")
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return nil }
    method = String(words[0])
    target = Self.originForm(words[1])
    isHTTP10 = words[2] == "HTTP/1.0"
    fields = []
    self.text = text
    for line in lines where !line.isEmpty {
      guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return nil }
      let value = line[line.index(after: colon)...]
      let field = (name: line[..<colon].lowercased(), value: Self.trimmed(value))
      guard FieldSyntax.isName(field.name), FieldSyntax.isValue(field.value) else { return nil }
      fields.append(field)
    }
    let lengths = Set(fields.filter { $0.name == "content-length" }.map(\.value))
    if lengths.count > 1 { return nil }
    if let length = lengths.first, Int(length).map({ $0 < 0 }) ?? true { return nil }
  }

  /// The path and query of a target in absolute form; any other target as it is.
  private static func originForm(_ target: Substring) -> String {
    guard target.hasPrefix("http://") else { return String(target) }
    let rest = target.dropFirst("http://".count)
    return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
  }

  private static func trimmed(_ value: Substring) -> String {
    var value = value
    func isBlank(_ character: Character?) -> Bool { character == " " || character == "\t" }
    while isBlank(value.first) { value.removeFirst() }
    while isBlank(value.last) { value.removeLast() }
    return String(value)
  }
}
