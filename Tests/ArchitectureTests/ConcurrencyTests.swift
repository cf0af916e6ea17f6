import Testing

/// Words that would undo the confinement of state to its loop.
@Suite struct ConcurrencyTests {
  /// Where a task that runs anywhere may be started.
  private static let startsTasks: Set<String> = ["Lifecycle", "HTTPServer", "Gateway", "Console"]

  @Test func `a claim that the compiler cannot check says why it holds`() {
    for source in SwiftSource.all(under: "Sources", "Tests", "Benchmarks") {
      for (line, text) in source.code.enumerated() {
        guard
          ["@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency"].contains(where: {
            text.contains($0)
          })
        else { continue }
        if !source.commentsAt(line).contains(where: Self.isReason) {
          Issue.record("\(source.location(line)): no comment says why this is safe")
        }
      }
    }
  }

  @Test func `tasks that run on any thread start in few places`() {
    for source in SwiftSource.all(under: "Sources") {
      guard let place = source.place, !Self.startsTasks.contains(place.module) else { continue }
      for (line, text) in source.code.enumerated() {
        let words = SwiftSource.words(text)
        for (index, word) in words.enumerated() where word == "Task" {
          let rest = words[(index + 1)...].prefix(2)
          if rest.first == "{" || rest == [".", "detached"] || rest == ["(", "priority"] {
            Issue.record("\(source.location(line)): a task without its loop")
          }
        }
      }
    }
  }

  @Test func `nothing asks for a thread that the loop would give anyway, and no cast is forced`() {
    for source in SwiftSource.all(under: "Sources") {
      for (line, text) in source.code.enumerated() {
        if text.contains("@concurrent") {
          Issue.record("\(source.location(line)): @concurrent stays on the loop")
        }
        if text.contains(" as! ") { Issue.record("\(source.location(line)): a forced cast") }
      }
    }
  }

  /// Any plain comment is one; the documentation only where it speaks of the matter.
  private static func isReason(_ comment: String) -> Bool {
    let text = comment.drop { $0 == " " }
    guard text.hasPrefix("///") else { return true }
    return ["thread", "loop", "lock", "Sendable", "unchecked", "confined", "atomic"].contains {
      text.contains($0)
    }
  }
}
