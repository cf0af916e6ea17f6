import Testing

/// The tree that ARCHITECTURE.md draws against the folders on disk.
@Suite(.enabled(if: Repository.has("ARCHITECTURE.md"), "ARCHITECTURE.md is not written yet"))
struct TreeTests {
  private let drawn = ArchitectureDocument(Repository.text(of: "ARCHITECTURE.md")).folders

  @Test func `a tree is drawn`() {
    #expect(!drawn.isEmpty, "no fenced block with a line 'Sources/'")
  }

  @Test func `every folder that is drawn exists`() {
    for folder in drawn.sorted() where !Repository.has(folder) {
      Issue.record("ARCHITECTURE.md draws \(folder)/, which is not there")
    }
  }

  @Test func `every floor and module is drawn`() {
    for floor in PackageManifest.floors {
      for folder in ["Sources/\(floor)"]
        + Repository.folders(in: "Sources/\(floor)").map({
          "Sources/\(floor)/\($0)"
        }) where !drawn.contains(folder)
      {
        Issue.record("ARCHITECTURE.md does not draw \(folder)/")
      }
    }
  }
}
