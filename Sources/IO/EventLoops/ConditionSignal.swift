internal import Glibc

/// A counting semaphore of the system, for threads of ours that wait for work.
///
/// `@unchecked Sendable`: a POSIX semaphore may be posted and awaited from any thread.
/// `@safe`: the semaphore lives as long as the instance.
@safe final class ConditionSignal: @unchecked Sendable {
  private let semaphore: UnsafeMutablePointer<sem_t>

  init() {
    unsafe semaphore = .allocate(capacity: 1)
    unsafe sem_init(semaphore, 0, 0)
  }

  deinit {
    unsafe sem_destroy(semaphore)
    unsafe semaphore.deallocate()
  }

  /// Lets one waiter go on.
  func raise() { unsafe _ = sem_post(semaphore) }

  /// Blocks the thread until raised.
  func wait() {
    while unsafe sem_wait(semaphore) != 0 && errno == EINTR {}
  }
}
