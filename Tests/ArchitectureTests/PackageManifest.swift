/// What Package.swift declares: modules, the floors they stand on and what each may import.
struct PackageManifest {
  /// The floors from the ground up.
  static let floors = ["System", "Core", "IO", "Protocols", "Services", "Domain", "Edge"]

  /// A module under Sources.
  struct Module: Equatable {
    let floor: String
    let name: String
    let imports: Set<String>
  }

  /// By name.
  let modules: [String: Module]

  static let current = PackageManifest(Repository.text(of: "Package.swift"))

  init(_ text: String) {
    let text = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    var modules = [String: Module]()
    for call in Self.calls(of: "module", in: text) {
      let words = Self.literals(in: call)
      guard words.count >= 2 else { continue }
      modules[words[1]] = Module(floor: words[0], name: words[1], imports: Set(words[2...]))
    }
    for call in Self.calls(of: "door", in: text) {
      guard let name = Self.literals(in: call).first else { continue }
      modules[name] = Module(floor: "System", name: name, imports: [])
    }
    for call in Self.calls(of: "target", in: text) + Self.calls(of: "executableTarget", in: text) {
      guard let name = Self.argument("name", in: call).first,
        let path = Self.argument("path", in: call).first, !path.contains("\\")
      else { continue }
      let parts = path.split(separator: "/")
      guard parts.count == 3, parts[0] == "Sources" else { continue }
      modules[name] = Module(
        floor: String(parts[1]), name: name,
        imports: Set(Self.argument("dependencies", in: call)))
    }
    self.modules = modules
  }

  /// How high a module stands; nil for what is no module of the house.
  func height(of name: String) -> Int? {
    modules[name].flatMap { Self.floors.firstIndex(of: $0.floor) }
  }

  /// The text between the parentheses of every call of `name` with a literal or a label first.
  private static func calls(of name: String, in text: String) -> [Substring] {
    var found = [Substring]()
    var rest = text[...]
    while let range = rest.firstRange(of: "\(name)(") {
      let before =
        range.lowerBound == text.startIndex ? " " : text[text.index(before: range.lowerBound)]
      let inside = balanced(rest[range.upperBound...])
      rest = rest[range.upperBound...]
      let first = inside.drop { $0.isWhitespace }
      if !before.isLetter, first.hasPrefix("\"") || first.hasPrefix("name:") {
        found.append(inside)
      }
    }
    return found
  }

  private static func balanced(_ text: Substring) -> Substring {
    var depth = 0
    for index in text.indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" {
        if depth == 0 { return text[..<index] }
        depth -= 1
      }
    }
    return text
  }

  private static func literals(in text: Substring) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  /// The literals of a labelled argument: one, or those of an array.
  private static func argument(_ label: String, in call: Substring) -> [String] {
    guard let range = call.firstRange(of: "\(label):") else { return [] }
    let value = call[range.upperBound...].drop { $0.isWhitespace }
    if value.hasPrefix("[") { return literals(in: value.prefix { $0 != "]" }) }
    return literals(in: value).first.map { [$0] } ?? []
  }
}
