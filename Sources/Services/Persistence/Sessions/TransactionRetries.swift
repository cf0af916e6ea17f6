package import Resilience

/// How often, and when, a transaction that lost against another is tried again.
package struct TransactionRetries: Sendable {
  /// How often it is tried altogether.
  package var attemptsMax: Int
  /// The time between two attempts.
  package var backoff: Backoff
  /// Called for each attempt after the first.
  package var observe: (@Sendable () -> Void)?

  /// Retries within these bounds.
  package init(
    attemptsMax: Int = 16,
    backoff: Backoff = Backoff(first: .milliseconds(2), longest: .milliseconds(250)),
    observe: (@Sendable () -> Void)? = nil
  ) {
    precondition(attemptsMax > 0)
    self.attemptsMax = attemptsMax
    self.backoff = backoff
    self.observe = observe
  }

  /// Waits for the turn of a retry; false when there is none: too many, or the task is cancelled.
  ///
  /// - Parameter number: the first retry is number 1.
  package func wait(beforeRetry number: Int) async -> Bool {
    guard number < attemptsMax, !Task.isCancelled else { return false }
    try? await Task.sleep(for: backoff.delay(beforeRetry: number))
    guard !Task.isCancelled else { return false }
    observe?()
    return true
  }

  /// Runs what is whole in itself, again when it lost against others.
  package func run<Value>(
    _ operation: () async throws(DatabaseFailure) -> Value
  ) async throws(DatabaseFailure) -> Value {
    var number = 0
    while true {
      do {
        return try await operation()
      } catch {
        number += 1
        guard error.isRetryable, await wait(beforeRetry: number) else { throw error }
      }
    }
  }
}
