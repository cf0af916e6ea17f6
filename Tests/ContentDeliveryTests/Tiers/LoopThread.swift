import ContentDelivery
import Glibc
import Synchronization
import TestSupport

/// A thread that runs what is sent to it, in order: the least that a shard can live on.
///
/// `@unchecked Sendable`: `work` is touched under `lock` alone, `isClosed` on the thread. A lock of the C
/// library and not a `Mutex`, because the thread sanitizer knows only the former.
final class LoopThread: ShardExecutor, TaskExecutor, @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var work: [@Sendable () -> Void] = []
  private var isClosed = false
  private let thread = Atomic<UInt>(0)

  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(arrival, nil)
    BlockingThread.start { [self] in run() }
  }

  deinit {
    pthread_cond_destroy(arrival)
    pthread_mutex_destroy(lock)
    arrival.deallocate()
    lock.deallocate()
  }

  var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

  func execute(_ item: @escaping @Sendable () -> Void) {
    pthread_mutex_lock(lock)
    work.append(item)
    pthread_cond_signal(arrival)
    pthread_mutex_unlock(lock)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Ends the thread once it has done what was sent before.
  func stop() { execute { self.isClosed = true } }

  /// Runs a body as a task that prefers this thread.
  func run<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
    try await Task(executorPreference: self, operation: body).value
  }

  private func run() {
    thread.store(UInt(pthread_self()), ordering: .relaxed)
    while true {
      pthread_mutex_lock(lock)
      while work.isEmpty && !isClosed { pthread_cond_wait(arrival, lock) }
      let batch = work
      work = []
      pthread_mutex_unlock(lock)
      if batch.isEmpty { return }
      for item in batch { item() }
    }
  }
}
