package import Gateway
package import Testing

/// Runs all tests of a suite against one edge, `SharedEdge.current`.
package struct SharedEdge: SuiteTrait, TestScoping {
  /// The edge of the suite that runs.
  @TaskLocal private static var shared: EdgeUnderTest?

  private let adjust: @Sendable (inout GatewaySettings) -> Void

  /// The edge of the suite that runs; only in a suite with this trait.
  package static var current: EdgeUnderTest {
    guard let shared else { preconditionFailure("the suite has no trait .sharedEdge") }
    return shared
  }

  init(_ adjust: @escaping @Sendable (inout GatewaySettings) -> Void) {
    self.adjust = adjust
  }

  package func provideScope(
    for test: Test, testCase: Test.Case?,
    performing body: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await EdgeUnderTest.with(adjust) { edge in
      try await Self.$shared.withValue(edge) { try await body() }
    }
  }
}

extension Trait where Self == SharedEdge {
  /// One edge for all tests of the suite, with these settings.
  package static func sharedEdge(
    _ adjust: @escaping @Sendable (inout GatewaySettings) -> Void
  ) -> SharedEdge {
    SharedEdge(adjust)
  }

  /// One edge for all tests of the suite.
  package static var sharedEdge: SharedEdge { SharedEdge { _ in } }
}
