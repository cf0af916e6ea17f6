/// Work that is brought to its end even when who waits for it gives up.
package enum Uncancelled {
  /// Runs work in a task of its own, which the cancellation of the caller does not reach.
  package static func run<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await Task { try await work() }.value
  }
}
