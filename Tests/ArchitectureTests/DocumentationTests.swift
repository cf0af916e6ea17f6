import Testing

/// Every declaration that another module can see says in a sentence what it is.
@Suite struct DocumentationTests {
  private static let keywords: Set<String> = [
    "func", "var", "let", "struct", "class", "enum", "protocol", "actor", "init", "subscript",
    "typealias",
  ]

  /// Requirements of well-known protocols, whose meaning is known.
  private static let wellKnown: Set<String> = [
    "hash", "description", "debugDescription", "encode", "init from", "init rawValue", "rawValue",
    "id", "next", "makeIterator", "enqueue", "startIndex", "endIndex", "init stringLiteral",
    "init stringInterpolation", "init literalCapacity", "init integerLiteral", "init arrayLiteral",
    "appendLiteral", "appendInterpolation",
  ]

  @Test func `visible declarations have a first sentence`() {
    let sources = SwiftSource.all(under: "Sources")
    let known = Self.wellKnown.union(sources.flatMap(Self.requirements))
    for source in sources {
      for line in source.code.indices {
        guard let name = Self.visibleDeclaration(source.code[line]), !known.contains(name),
          !Self.sharesSentence(line, in: source)
        else { continue }
        let comment = source.commentsAt(line).reversed()
          .map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("///") }
        if comment.isEmpty {
          Issue.record("\(source.location(line)): \(name) is not documented")
        } else if !Self.isSentence(comment) {
          Issue.record("\(source.location(line)): the first words on \(name) are no sentence")
        }
      }
    }
  }

  /// Whether a property of one line stands directly under one that is documented, or under the
  /// first line of a type: such a group, a table of constants above all, needs one sentence.
  private static func sharesSentence(_ line: Int, in source: SwiftSource) -> Bool {
    var above = line
    while isPlainProperty(source.code[above]), above > 0 {
      if above != line, !source.commentsAt(above).isEmpty { return true }
      above -= 1
    }
    let opening = source.code[above]
    return above != line && opening.contains { $0 == "{" }
      && SwiftSource.words(opening).contains { ["struct", "class", "enum"].contains($0) }
      && !source.commentsAt(above).isEmpty
  }

  private static func isPlainProperty(_ text: String) -> Bool {
    let words = SwiftSource.words(text)
    return SwiftSource.braces(text) == 0 && (words.contains("let") || words.contains("var"))
      && !words.contains("func")
  }

  /// What protocols of the house ask for: said there, it need not be said again by each type
  /// that fulfils it.
  private static func requirements(of source: SwiftSource) -> [String] {
    var found = [String]()
    for type in source.types where type.keyword == "protocol" {
      var depth = 0
      for line in type.line..<source.code.count {
        let text = source.code[line]
        if depth > 0, let name = declaredName(SwiftSource.words(text)) { found.append(name) }
        depth += SwiftSource.braces(text)
        if depth == 0 { break }
      }
    }
    return found
  }

  /// The name of the `package` or `public` declaration on a line, or nil.
  private static func visibleDeclaration(_ text: String) -> String? {
    let words = SwiftSource.words(text)
    guard let access = words.firstIndex(where: { ["package", "public", "open"].contains($0) }),
      access + 1 < words.count, words[access + 1] != "("
    else { return nil }
    return words[..<access].contains(where: keywords.contains) ? nil : declaredName(words)
  }

  /// The name that a line declares, an initialiser's with its first label; nil for imports,
  /// operators and whatever declares nothing.
  private static func declaredName(_ words: [String]) -> String? {
    guard let keyword = words.firstIndex(where: keywords.contains),
      !words[..<keyword].contains("import")
    else { return nil }
    // `class` may modify a member.
    var last = keyword
    while last + 1 < words.count, keywords.contains(words[last + 1]) { last += 1 }
    if words[last] == "init" {
      let label = words[(last + 1)...].first { $0.first!.isLetter || $0 == "_" } ?? ""
      return label.isEmpty ? "init" : "init \(label)"
    }
    if words[last] == "subscript" { return "subscript" }
    let name = last + 1 < words.count ? words[last + 1] : ""
    return name.first.map { $0.isLetter || $0 == "_" } == true ? name : nil
  }

  private static func isSentence(_ comment: [Substring]) -> Bool {
    let first = comment.map { $0.dropFirst(3) }.prefix { !$0.allSatisfy(\.isWhitespace) }
    return first.joined(separator: " ").contains { ".:;?!".contains($0) }
  }
}
