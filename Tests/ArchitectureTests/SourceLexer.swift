/// Separates a Swift file into code and comments, line by line, so that rules about code are not
/// misled by what stands in strings and comments.
struct SourceLexer {
  private let bytes: [UInt8]
  private var position = 0
  private var code: [UInt8] = []
  private var comments: [UInt8] = []

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The file's lines twice: only code (strings emptied), and only comments.
  static func split(_ text: String) -> (code: [String], comments: [String]) {
    var lexer = SourceLexer(text)
    lexer.scan(untilClosingParenthesis: false)
    return (lines(lexer.code), lines(lexer.comments))
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: 10, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Code goes on to the end, or, in an interpolation, to the parenthesis that closes it.
  private mutating func scan(untilClosingParenthesis isInterpolation: Bool) {
    var depth = 0
    while position < bytes.count {
      if starts(with: "//") {
        while position < bytes.count, bytes[position] != 10 { takeComment() }
      } else if starts(with: "/*") {
        scanBlockComment()
      } else if let hashes = stringStart() {
        scanString(hashes: hashes, leavesQuotes: !isInterpolation)
      } else if bytes[position] == UInt8(ascii: "`") {
        scanQuotedName()
      } else {
        if isInterpolation {
          if bytes[position] == UInt8(ascii: "(") { depth += 1 }
          if bytes[position] == UInt8(ascii: ")") {
            if depth == 0 { return }
            depth -= 1
          }
        }
        if isInterpolation { drop() } else { takeCode() }
      }
    }
  }

  private mutating func scanBlockComment() {
    var depth = 0
    repeat {
      if starts(with: "/*") {
        depth += 1
        takeComment()
      } else if starts(with: "*/") {
        depth -= 1
        takeComment()
      }
      if position < bytes.count { takeComment() }
    } while depth > 0 && position < bytes.count
  }

  /// The number of `#` of the string that starts here, or nil.
  private func stringStart() -> Int? {
    var probe = position
    while probe < bytes.count, bytes[probe] == UInt8(ascii: "#") { probe += 1 }
    guard probe < bytes.count, bytes[probe] == UInt8(ascii: "\"") else { return nil }
    return probe - position
  }

  private mutating func scanString(hashes: Int, leavesQuotes: Bool) {
    let fence = String(repeating: "#", count: hashes)
    let isLong = starts(with: fence + "\"\"\"")
    let quote = isLong ? "\"\"\"" : "\""
    if leavesQuotes { code.append(UInt8(ascii: "\"")) }
    for _ in 0..<(hashes + quote.utf8.count) { drop() }
    while position < bytes.count {
      if starts(with: quote + fence) {
        for _ in 0..<(hashes + quote.utf8.count) { drop() }
        break
      }
      if !isLong, bytes[position] == 10 { break }
      if starts(with: "\\" + fence + "(") {
        for _ in 0..<(hashes + 2) { drop() }
        scan(untilClosingParenthesis: true)
        if position < bytes.count { drop() }
      } else if starts(with: "\\" + fence) {
        for _ in 0..<(hashes + 1) { drop() }
        if position < bytes.count { drop() }
      } else {
        drop()
      }
    }
    if leavesQuotes { code.append(UInt8(ascii: "\"")) }
  }

  /// A name in backquotes may be a whole sentence: it becomes underscores.
  private mutating func scanQuotedName() {
    drop()
    while position < bytes.count, bytes[position] != UInt8(ascii: "`"), bytes[position] != 10 {
      code.append(UInt8(ascii: "_"))
      drop()
    }
    if position < bytes.count, bytes[position] != 10 { drop() }
  }

  private func starts(with text: String) -> Bool {
    let text = text.utf8
    guard position + text.count <= bytes.count else { return false }
    return bytes[position..<(position + text.count)].elementsEqual(text)
  }

  private mutating func takeCode() {
    code.append(bytes[position])
    if bytes[position] == 10 { comments.append(10) }
    position += 1
  }

  private mutating func takeComment() {
    comments.append(bytes[position])
    if bytes[position] == 10 { code.append(10) }
    position += 1
  }

  private mutating func drop() {
    if bytes[position] == 10 {
      code.append(10)
      comments.append(10)
    }
    position += 1
  }
}
