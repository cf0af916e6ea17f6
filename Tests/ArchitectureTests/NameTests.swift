import Testing

/// Names that say what a thing is.
@Suite struct NameTests {
  /// Words that fit anything, and so say nothing.
  private static let emptyWords: Set<String> = [
    "Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Manager", "Common", "Misc",
    "Base", "Impl",
  ]

  @Test func `no file, folder or type is named with a word that fits anything`() {
    for source in SwiftSource.all(under: "Sources", "Tests", "Benchmarks", "Fuzzing") {
      for part in source.path.dropLast(".swift".count).split(separator: "/") {
        for word in Self.humps(part) where Self.emptyWords.contains(word) {
          Issue.record("\(source.path): '\(word)' in a name")
        }
      }
      for type in source.types where type.keyword != "extension" {
        for word in Self.humps(type.name) where Self.emptyWords.contains(word) {
          Issue.record("\(source.location(type.line)): '\(word)' in \(type.name)")
        }
        if ["Data", "Info"].contains(type.name) {
          Issue.record("\(source.location(type.line)): \(type.name) says nothing")
        }
        if type.keyword == "protocol", type.name.hasSuffix("Protocol") {
          Issue.record("\(source.location(type.line)): \(type.name) is named for being a protocol")
        }
      }
    }
  }

  @Test func `no module holds a type of its own name`() {
    for source in SwiftSource.all(under: "Sources") {
      for type in source.types where type.keyword != "extension" {
        if type.depth == 0 && type.name == source.place?.module {
          Issue.record("\(source.location(type.line)): hides the module \(type.name)")
        }
      }
    }
  }

  @Test func `a file holds the type it is named after and no second one`() {
    for source in SwiftSource.all(under: "Sources", "Benchmarks") where source.stem != "main" {
      let outer = source.types.filter { $0.depth == 0 && !$0.isPrivate }
      let declared = outer.filter { $0.keyword != "extension" }
      if declared.count > 1 {
        let names = declared.map(\.name).joined(separator: ", ")
        Issue.record("\(source.path) holds several types: \(names)")
      }
      let owner = String(source.stem.prefix { $0 != "+" })
      // An extension may be there to make other types conform to the one in the name.
      let speaksOfOwner = outer.contains {
        $0.name == owner
          || ($0.keyword == "extension" && SwiftSource.words(source.code[$0.line]).contains(owner))
      }
      if !outer.isEmpty && !speaksOfOwner {
        Issue.record("\(source.path) holds no \(owner)")
      }
    }
  }

  /// The words of a name in camel case.
  private static func humps(_ name: some StringProtocol) -> [String] {
    var words = [String]()
    for character in name {
      let isStart = character.isUppercase || !(character.isLetter || character.isNumber)
      if isStart || words.isEmpty { words.append("") }
      words[words.count - 1].append(character)
    }
    return words
  }
}
