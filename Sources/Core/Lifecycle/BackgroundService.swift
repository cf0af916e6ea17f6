import Locks

/// A service made of one function that runs until it is cancelled, such as a sweep.
package final class BackgroundService: Service {
  /// The function ended without an error before it was ready.
  package struct EndedEarly: Error, Sendable, CustomStringConvertible {
    package var description: String { "ended before it was ready" }
  }

  private let run: @Sendable (_ ready: @Sendable () -> Void) async throws -> Void
  private let ended: @Sendable ((any Error)?) -> Void
  private let task = Mutex<Task<Void, Never>?>(nil)

  /// Makes a service of a function that calls `ready` when it is. When the function ends
  /// before anybody stopped it, `ended` hears of it with the error.
  package init(
    ended: @escaping @Sendable ((any Error)?) -> Void = { _ in },
    run: @escaping @Sendable (_ ready: @Sendable () -> Void) async throws -> Void
  ) {
    self.run = run
    self.ended = ended
  }

  package func start() async throws {
    let outcome = FirstValue<Result<Void, any Error>>()
    let task = Task { [run, ended] in
      var failure: (any Error)?
      do { try await run { outcome.settle(.success(())) } } catch { failure = error }
      let isEarly = outcome.settle(.failure(failure ?? EndedEarly()))
      if !isEarly && !Task.isCancelled { ended(failure) }
    }
    self.task.withLock { $0 = task }
    guard let outcome = await outcome.value() else {
      task.cancel()
      await task.value
      throw CancellationError()
    }
    try outcome.get()
  }

  package func stop() async {
    let task = task.withLock { $0.take() }
    task?.cancel()
    await task?.value
  }
}
