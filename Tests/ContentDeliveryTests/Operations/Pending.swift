import Locks

/// What a task on a loop under test comes to.
final class Pending<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)

  /// The result; nil as long as the task goes on.
  var value: Result<Value, any Error>? { result.withLock { $0 } }

  func settle(_ result: Result<Value, any Error>) { self.result.withLock { $0 = result } }
}

extension EdgeUnderTest {
  /// Begins an operation on a loop, and does everything that follows from it.
  func begin<Value: Sendable>(
    on shard: Int = 0, _ body: @escaping @Sendable () async throws -> Value
  ) -> Pending<Value> {
    let pending = Pending<Value>()
    Task(executorPreference: loops[shard]) {
      do { pending.settle(.success(try await body())) } catch { pending.settle(.failure(error)) }
    }
    settle()
    return pending
  }
}
