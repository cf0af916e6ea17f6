import ContentDelivery
import Glibc
import Locks

/// A loop that runs only when it is told to, on the thread that tells it: tests with several tasks
/// and shards then happen in one order, without waiting.
///
/// Unchecked `Sendable`: its queue is locked, and its work is done by the thread that drives it.
final class ManualLoop: ShardExecutor, TaskExecutor, @unchecked Sendable {
  private let queue = Mutex<[@Sendable () -> Void]>([])
  private var isRunning = false

  var isCurrent: Bool { isRunning }

  func execute(_ work: @escaping @Sendable () -> Void) {
    queue.withLock { $0.append(work) }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Runs what is queued now; false when there was nothing.
  func turn() -> Bool {
    let work = queue.withLock { queue in
      defer { queue = [] }
      return queue
    }
    for item in work { perform(item) }
    return !work.isEmpty
  }

  /// Runs a body as if it were one of the loop's callbacks.
  func perform<R>(_ body: () throws -> R) rethrows -> R {
    let wasRunning = isRunning
    isRunning = true
    defer { isRunning = wasRunning }
    return try body()
  }
}
