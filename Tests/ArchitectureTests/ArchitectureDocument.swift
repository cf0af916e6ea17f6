/// What ARCHITECTURE.md draws: the tree of folders and the arrows between modules.
///
/// Both are fenced blocks. The tree is the one with a line `Sources/`; folders end in `/`, what
/// follows two spaces is prose. The arrows are the lines `Name → A, B, C` (or `─►`, `->`) of any
/// fenced block, `nothing` for none; a name may follow its floor.
struct ArchitectureDocument {
  /// The folders of the tree, as paths from the root.
  let folders: Set<String>

  /// What each module may import.
  let arrows: [String: Set<String>]

  init(_ text: String) {
    let blocks = Self.fencedBlocks(in: text)
    folders =
      blocks.first { $0.contains { Self.name(in: $0).text == "Sources/" } }
      .map(Self.folders) ?? []
    arrows = Self.arrows(in: blocks.flatMap { $0 })
  }

  private static func fencedBlocks(in text: String) -> [[Substring]] {
    var blocks = [[Substring]]()
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside.toggle()
        if isInside { blocks.append([]) }
      } else if isInside {
        blocks[blocks.count - 1].append(line)
      }
    }
    return blocks
  }

  /// The entry of a tree's line and the column where it starts.
  private static func name(in line: Substring) -> (text: Substring, column: Int) {
    let drawing: Set<Character> = [" ", "│", "├", "└", "─", "|", "\u{a0}"]
    let entry = line.drop { drawing.contains($0) }
    let text = entry.firstRange(of: "  ").map { entry[..<$0.lowerBound] } ?? entry
    return (text, line.count - entry.count)
  }

  private static func folders(in block: [Substring]) -> Set<String> {
    var folders = Set<String>()
    var open = [(name: String, column: Int)]()
    for line in block {
      let (text, column) = name(in: line)
      guard !text.isEmpty else { continue }
      open.removeAll { $0.column >= column }
      // Several small folders may share a line.
      for entry in text.split(separator: ",") {
        let entry = entry.drop { $0 == " " }.prefix { $0 != " " }
        guard entry.hasSuffix("/") else { continue }
        let path = (open.map(\.name) + [String(entry.dropLast())]).joined(separator: "/")
        folders.insert(path)
        if entry.utf8.count == text.utf8.count {
          open.append((String(entry.dropLast()), column))
        }
      }
    }
    // The tree may be drawn under the repository's own name.
    guard let source = folders.first(where: { $0.hasSuffix("/Sources") }) else { return folders }
    let top = source.dropLast("Sources".count)
    return Set(folders.filter { $0.hasPrefix(top) }.map { String($0.dropFirst(top.count)) })
  }

  private static func arrows(in lines: [Substring]) -> [String: Set<String>] {
    var arrows = [String: Set<String>]()
    for line in lines {
      guard
        let arrow = ["─►", "→", "->", "──>"].compactMap({ line.firstRange(of: $0) }).first,
        let name = SwiftSource.words(line[..<arrow.lowerBound]).last
      else { continue }
      let targets = SwiftSource.words(line[arrow.upperBound...]).filter { $0 != "," }
      arrows[name, default: []].formUnion(targets.filter { $0 != "nothing" })
    }
    return arrows
  }
}
