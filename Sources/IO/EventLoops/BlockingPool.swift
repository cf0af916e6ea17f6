internal import CLinux
internal import Glibc
internal import Locks

/// Threads for work that blocks or burns a processor: hashing, files, encoding.
///
/// The queue is bounded: past it the caller is told at once, and answers 503.
package final class BlockingPool: Sendable {
  /// The pool's queue is full, or the pool is stopped.
  package struct Overloaded: Error {
    package init() {}
  }

  private struct State {
    var queue: [@Sendable () -> Void] = []
    var idle = 0
    var threads = 0
    var isStopped = false
  }

  private let state = Mutex(State())
  private let signal = ConditionSignal()
  /// The most threads, and the most pieces of work that may wait for one.
  package let threadsMax: Int
  package let queueMax: Int

  /// A pool whose threads start when first needed.
  package init(threadsMax: Int, queueMax: Int) {
    precondition(threadsMax > 0 && queueMax > 0)
    self.threadsMax = threadsMax
    self.queueMax = queueMax
  }

  /// Runs `work` on a pool thread and resumes the caller where it was.
  package func run<Value: Sendable>(
    _ work: @escaping @Sendable () -> Value
  ) async throws(Overloaded) -> Value {
    let result: Value? = unsafe await withUnsafeContinuation { continuation in
      let isQueued = submit { unsafe continuation.resume(returning: work()) }
      if !isQueued { unsafe continuation.resume(returning: nil) }
    }
    guard let result else { throw Overloaded() }
    return result
  }

  /// Queues work without waiting for it; false when the queue is full.
  package func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
    let (isQueued, mustStart) = state.withLock { state in
      guard !state.isStopped, state.queue.count < queueMax else { return (false, false) }
      state.queue.append(work)
      guard state.queue.count > state.idle, state.threads < threadsMax else { return (true, false) }
      state.threads += 1
      return (true, true)
    }
    if mustStart { startThread() }
    if isQueued { signal.raise() }
    return isQueued
  }

  /// Work that waits for a thread now.
  package var queuedCount: Int { state.withLock { $0.queue.count } }

  /// Threads that work now.
  package var busyCount: Int { state.withLock { $0.threads - $0.idle } }

  /// Drops what is queued and ends the threads once they are free.
  package func stop() {
    let threads = state.withLock { state in
      state.isStopped = true
      state.queue.removeAll()
      return state.threads
    }
    for _ in 0..<threads { signal.raise() }
  }

  private func startThread() {
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    var thread = pthread_t()
    let failure = unsafe pthread_create(&thread, nil, blockingPoolThread, context)
    precondition(failure == 0, "pthread_create failed with \(failure)")
    pthread_detach(thread)
  }

  fileprivate func work() {
    unsafe floe_name_thread("floe-pool")
    while true {
      let (item, isStopped) = state.withLock { state -> ((@Sendable () -> Void)?, Bool) in
        if !state.queue.isEmpty { return (state.queue.removeFirst(), false) }
        if !state.isStopped { state.idle += 1 }
        return (nil, state.isStopped)
      }
      if let item {
        item()
      } else if isStopped {
        return
      } else {
        signal.wait()
        state.withLock { $0.idle -= 1 }
      }
    }
  }
}

private func blockingPoolThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  unsafe Unmanaged<BlockingPool>.fromOpaque(context!).takeRetainedValue().work()
  return nil
}
