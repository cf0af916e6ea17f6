internal import EventLoops
internal import Locks
internal import Persistence

/// The way from any thread onto the pool's loop, and back to where the caller was.
final class PoolDoor: Sendable {
  let loop: EventLoop
  private let isShut = Mutex(false)

  init(loop: EventLoop) { self.loop = loop }

  /// Runs `start` on the loop and waits for what it hands to its argument, once.
  func call<Value: Sendable>(
    _ start:
      @escaping @Sendable (@escaping @Sendable (Result<Value, DatabaseFailure>) -> Void) -> Void
  ) async throws(DatabaseFailure) -> Value {
    let result: Result<Value, DatabaseFailure> = unsafe await withUnsafeContinuation {
      continuation in
      // Under the lock, so that nothing comes behind the loop's end, where it would be dropped.
      let isAccepted = isShut.withLock { isShut in
        guard !isShut else { return false }
        loop.execute { start { unsafe continuation.resume(returning: $0) } }
        return true
      }
      guard !isAccepted else { return }
      unsafe continuation.resume(
        returning: .failure(DatabaseFailure(.unavailable, "the database is closed")))
    }
    return try result.get()
  }

  /// Lets nobody in any more, and ends the loop once what came before is done.
  func shut() {
    isShut.withLock { isShut in
      guard !isShut else { return }
      isShut = true
      loop.stop()
    }
  }
}
