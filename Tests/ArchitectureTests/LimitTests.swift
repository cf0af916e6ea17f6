import Testing

/// How long files and functions may be.
@Suite struct LimitTests {
  private static let fileLinesMax = 700
  private static let functionLinesMax = 70

  @Test func `no file is longer than 700 lines`() {
    for source in SwiftSource.all(under: "Sources", "Tests", "Benchmarks", "Fuzzing") {
      if source.code.count > Self.fileLinesMax {
        Issue.record("\(source.path) has \(source.code.count) lines")
      }
    }
  }

  @Test func `no function is longer than 70 lines`() {
    for source in SwiftSource.all(under: "Sources", "Benchmarks", "Fuzzing") {
      for function in source.functions where function.length > Self.functionLinesMax {
        Issue.record(
          "\(source.location(function.line)): \(function.name) has \(function.length) lines")
      }
    }
  }
}
