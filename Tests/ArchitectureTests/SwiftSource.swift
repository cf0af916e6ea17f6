/// A Swift file, read for the questions that the rules ask of it.
struct SwiftSource {
  /// Its path from the repository's root.
  let path: String

  /// Its lines without comments, strings emptied.
  let code: [String]

  /// What each line has of comments.
  let comments: [String]

  init(path: String, text: String) {
    self.path = path
    (code, comments) = SourceLexer.split(text)
  }

  /// Every Swift file under these folders of the four that hold any.
  static func all(under folders: String...) -> [SwiftSource] {
    everything.filter { source in folders.contains { source.path.hasPrefix("\($0)/") } }
  }

  private static let everything = ["Sources", "Tests", "Benchmarks", "Fuzzing"].flatMap {
    Repository.files(under: $0).filter { $0.hasSuffix(".swift") }.map {
      SwiftSource(path: $0, text: Repository.text(of: $0))
    }
  }

  /// The file's name without its ending.
  var stem: String { String(path.split(separator: "/").last!.dropLast(".swift".count)) }

  /// The floor and module that it belongs to, when it is a source of the house.
  var place: (floor: String, module: String)? {
    let parts = path.split(separator: "/")
    guard parts.count > 3, parts[0] == "Sources" else { return nil }
    return (String(parts[1]), String(parts[2]))
  }

  /// Where something is, as compilers print it; lines count from 0 here.
  func location(_ line: Int) -> String { "\(path):\(line + 1)" }

  /// What it imports, with the line of each.
  var imports: [(module: String, line: Int)] {
    code.enumerated().compactMap { line, text in
      let words = text.split { $0 == " " || $0 == "\t" || $0 == ";" }
      guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count,
        words[..<keyword].allSatisfy({
          $0.hasPrefix("@") || Self.accessLevels.contains(String($0))
        })
      else { return nil }
      let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let"]
      let name = kinds.contains(words[keyword + 1]) ? words[keyword + 2] : words[keyword + 1]
      return (String(name.split(separator: ".")[0]), line)
    }
  }

  /// The types it declares, with nesting depth (0 is the file itself), keyword and line.
  var types: [TypeDeclaration] {
    var found = [TypeDeclaration]()
    var depth = 0
    for (line, text) in code.enumerated() {
      let words = Self.words(text)
      for (index, word) in words.enumerated() where index + 1 < words.count {
        let isMember = index > 0 && words[index - 1] == "."
        guard Self.typeKeywords.contains(word), !isMember, Self.isName(words[index + 1]),
          !(word == "class" && Self.memberKeywords.contains(words[index + 1]))
        else { continue }
        let before = words[..<index]
        found.append(
          TypeDeclaration(
            keyword: word, name: words[index + 1], depth: depth, line: line,
            isPrivate: before.contains("private") || before.contains("fileprivate")))
        break
      }
      depth += Self.braces(text)
    }
    return found
  }

  /// The functions that have a body, with their first line and their length in lines.
  var functions: [(name: String, line: Int, length: Int)] {
    var found = [(name: String, line: Int, length: Int)]()
    for (line, text) in code.enumerated() {
      let words = Self.words(text)
      for (index, word) in words.enumerated() {
        let next = index + 1 < words.count ? words[index + 1] : ""
        let isMember = index > 0 && words[index - 1] == "."
        let opens = (word == "init" || word == "subscript") && ["(", "<", "?", "!"].contains(next)
        guard !isMember, word == "func" || opens || (word == "deinit" && next == "{") else {
          continue
        }
        if let end = endOfBody(from: line, after: word) {
          found.append((word == "func" ? next : word, line, end - line + 1))
        }
        break
      }
    }
    return found
  }

  /// The comment on a line and the comments directly above it, attributes skipped over.
  func commentsAt(_ line: Int) -> [String] {
    var found = comments[line].isEmpty ? [] : [comments[line]]
    var above = line - 1
    while above >= 0 {
      let text = code[above].drop { $0 == " " || $0 == "\t" }
      if text.isEmpty && !comments[above].isEmpty {
        found.append(comments[above])
      } else if !text.hasPrefix("@") {
        break
      }
      above -= 1
    }
    return found
  }

  /// The line of the brace that closes the body of the function declared on a line, or nil when
  /// it has no body (a requirement of a protocol).
  private func endOfBody(from start: Int, after keyword: String) -> Int? {
    var nesting = 0
    var braces = 0
    for line in start..<code.count {
      let text = line == start ? Self.after(keyword, in: code[line]) : code[line]
      for character in text {
        switch character {
        case "(", "[": nesting += 1
        case ")", "]": nesting -= 1
        case "{": braces += 1
        case "}":
          braces -= 1
          if braces < 0 { return nil }
          if braces == 0 && nesting == 0 { return line }
        default: break
        }
      }
      // A signature goes on while a parenthesis is open or the next line continues it.
      if braces == 0 && nesting == 0 {
        let next = line + 1 < code.count ? Self.words(code[line + 1]).first ?? "" : ""
        guard ["{", "-", "where", "throws", "async", "rethrows"].contains(next) else {
          return nil
        }
      }
    }
    return nil
  }

  private static func after(_ keyword: String, in text: String) -> String {
    let parts = text.split(separator: keyword, maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count > 1 ? String(parts[1]) : text
  }

  /// A line's names and single punctuation marks.
  static func words(_ text: some StringProtocol) -> [String] {
    var words = [String]()
    var word = [UInt8]()
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "@"), 128...:
        word.append(byte)
      default:
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        word.removeAll(keepingCapacity: true)
        if byte > 32 { words.append(String(UnicodeScalar(byte))) }
      }
    }
    if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }

  /// How many more braces a line opens than it closes.
  static func braces(_ text: String) -> Int {
    text.utf8.reduce(0) { sum, byte in
      byte == UInt8(ascii: "{") ? sum + 1 : byte == UInt8(ascii: "}") ? sum - 1 : sum
    }
  }

  private static func isName(_ word: String) -> Bool {
    word.first.map { $0.isLetter || $0 == "_" } ?? false
  }

  static let accessLevels: Set<String> = [
    "public", "package", "internal", "private", "fileprivate",
  ]
  private static let typeKeywords: Set<String> = [
    "struct", "class", "enum", "protocol", "actor", "typealias", "extension",
  ]
  private static let memberKeywords: Set<String> = ["func", "var", "let", "subscript", "init"]
}
