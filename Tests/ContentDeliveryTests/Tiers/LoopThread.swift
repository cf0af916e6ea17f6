import ContentDelivery
import Glibc
import Synchronization
import TestSupport

/// A thread that runs what is sent to it, in order: the least that a shard can live on.
final class LoopThread: ShardExecutor, TaskExecutor {
  private struct Inbox {
    var work: [@Sendable () -> Void] = []
    var isClosed = false
  }

  private let inbox = Mutex(Inbox())
  private let thread = Atomic<UInt>(0)

  init() {
    BlockingThread.start { [self] in run() }
  }

  var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

  func execute(_ work: @escaping @Sendable () -> Void) {
    inbox.withLock { $0.work.append(work) }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Ends the thread once it has done what was sent before.
  func stop() { execute { self.inbox.withLock { $0.isClosed = true } } }

  /// Runs a body as a task that prefers this thread.
  func run<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
    try await Task(executorPreference: self, operation: body).value
  }

  private func run() {
    thread.store(UInt(pthread_self()), ordering: .relaxed)
    while true {
      let (work, isClosed) = inbox.withLock { inbox in
        defer { inbox.work = [] }
        return (inbox.work, inbox.isClosed)
      }
      for item in work { item() }
      if work.isEmpty && isClosed { return }
      if work.isEmpty { usleep(100) }
    }
  }
}
