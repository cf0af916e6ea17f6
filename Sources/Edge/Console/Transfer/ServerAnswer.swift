internal import JSON

/// What a server said instead of doing what it was asked.
struct ServerAnswer: Sendable {
  /// The most of an answer that is read, in bytes.
  static let bytesMax = 64 * 1024
  /// The most of a server's own words that is shown.
  private static let wordsMax = 200

  let status: Int
  let body: [UInt8]

  /// One sentence without a full stop, with the server's words where it has some.
  var sentence: String {
    let start = "the server answered \(status)"
    let words = words
    return words.isEmpty ? start : "\(start): \(words)"
  }

  private var words: String {
    // A problem as servers tell it to programs: RFC 9457, or the error envelope of Walrus.
    if let problem = try? JSONReader.read(body),
      let words = problem["detail"].string ?? problem["title"].string
        ?? problem["error"]["message"].string
    {
      return Self.line(words)
    }
    // A page for browsers says nothing in its first line.
    guard let text = String(validating: body, as: UTF8.self), !text.hasPrefix("<") else {
      return ""
    }
    return Self.line(text)
  }

  /// The first line, cut and made harmless for a terminal.
  private static func line(_ text: String) -> String {
    let first = text.split(whereSeparator: \.isNewline).first ?? ""
    var line = ""
    for scalar in first.unicodeScalars.prefix(wordsMax) {
      line.unicodeScalars.append(scalar.properties.generalCategory == .control ? "?" : scalar)
    }
    while line.hasSuffix(".") { line.removeLast() }
    return first.unicodeScalars.count > wordsMax ? line + "…" : line
  }
}
