#if FLOE_THREAD_SANITIZER
  internal import Glibc
#else
  public import Synchronization
#endif

/// A value behind a lock: the standard library's, or for the thread sanitizer one of POSIX.
///
/// The sanitizer follows what pthread locks order, but does not see into the standard library's own,
/// and would report every access that such a lock protects.
///
/// `@unchecked Sendable`: the value is touched only while the lock is held.
/// `@safe`: lock and value are made and freed with the instance.
@safe
@usableFromInline package struct Mutex<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
  #if FLOE_THREAD_SANITIZER
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let value: UnsafeMutablePointer<Value>

    /// A lock around a first value.
    package init(_ value: consuming sending Value) {
      unsafe lock = .allocate(capacity: 1)
      unsafe pthread_mutex_init(lock, nil)
      unsafe self.value = .allocate(capacity: 1)
      unsafe self.value.initialize(to: value)
    }

    deinit {
      unsafe value.deinitialize(count: 1)
      unsafe value.deallocate()
      unsafe pthread_mutex_destroy(lock)
      unsafe lock.deallocate()
    }

    /// Runs the body with the lock held.
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
      _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
      unsafe pthread_mutex_lock(lock)
      defer { unsafe pthread_mutex_unlock(lock) }
      return try unsafe body(&value.pointee)
    }
  #else
    @usableFromInline let lock: Synchronization.Mutex<Value>

    /// A lock around a first value.
    @inlinable package init(_ value: consuming sending Value) {
      lock = Synchronization.Mutex(value)
    }

    /// Runs the body with the lock held.
    @inlinable package borrowing func withLock<Result: ~Copyable, Failure: Error>(
      _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
      try lock.withLock(body)
    }
  #endif
}
