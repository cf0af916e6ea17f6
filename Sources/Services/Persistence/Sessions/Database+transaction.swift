extension Database {
  /// Runs `body` in a transaction that lasts when it returns, and is undone when it throws.
  ///
  /// When the transaction loses against another (SQLSTATE 40001, a deadlock, a busy file) `body` is
  /// run again from its beginning, in a new one: it must change nothing but the database. Inside,
  /// use the transaction and not the database itself.
  ///
  /// - Throws: what `body` throws, or `DatabaseFailure`.
  package func transaction<Value: Sendable>(
    _ access: TransactionOptions.Access = .writing,
    _ body: @Sendable (any DatabaseTransaction) async throws -> Value
  ) async throws -> Value {
    try await transaction(TransactionOptions(access), body)
  }

  /// Runs `body` in a transaction with these options.
  package func transaction<Value: Sendable>(
    _ options: TransactionOptions,
    _ body: @Sendable (any DatabaseTransaction) async throws -> Value
  ) async throws -> Value {
    var number = 0
    while true {
      let attempt: TransactionAttempt
      do throws(DatabaseFailure) {
        attempt = TransactionAttempt(try await begin(options))
      } catch {
        number += 1
        guard error.isRetryable, await retries.wait(beforeRetry: number) else { throw error }
        continue
      }
      do {
        let value = try await body(attempt)
        try await attempt.commit()
        return value
      } catch {
        await attempt.rollback()
        number += 1
        // The body may have put an error of its own in the place of the failure.
        guard attempt.hasLost, await retries.wait(beforeRetry: number) else { throw error }
      }
    }
  }
}
