import Glibc
import Synchronization

/// Runs what blocks on a thread of its own, so that tests, which share a few threads, go on.
package enum BlockingThread {
  /// The result of `body`, which runs on a new thread and may block there.
  package static func run<Value: Sendable, E: Error>(
    _ body: @escaping @Sendable () throws(E) -> Value
  ) async throws(E) -> Value {
    let handoff = Handoff()
    let result: Result<Value, E> = await withUnsafeContinuation { continuation in
      start {
        let result = Result(catching: body)
        handoff.isDone.store(true, ordering: .releasing)
        continuation.resume(returning: result)
      }
    }
    _ = handoff.isDone.load(ordering: .acquiring)
    return try result.get()
  }

  /// Shows the thread sanitizer an order that it misses: a continuation that is resumed before
  /// it is awaited takes a path of the runtime that does not tell the sanitizer.
  private final class Handoff: Sendable {
    let isDone = Atomic(false)
  }

  /// Starts a thread that runs `body` and ends.
  package static func start(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, nil,
      { @Sendable argument in
        Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    guard failure == 0 else { fatalError("no thread: errno \(failure)") }
    pthread_detach(thread)
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
