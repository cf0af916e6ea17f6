import CLinux
import Glibc

/// A thread of the operating system, for code that is meant to block.
struct OSThread: Sendable {
  private let handle: pthread_t

  /// Starts a thread that runs `body` and ends.
  init(name: String, body: @escaping @Sendable () -> Void) throws(SystemCallError) {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    // A connection's thread needs little, and there may be a thousand of them.
    unsafe pthread_attr_setstacksize(&attributes, 512 * 1024)
    let work = unsafe Unmanaged.passRetained(ThreadWork(name: name, body: body))
    var handle = pthread_t()
    let code = unsafe pthread_create(&handle, &attributes, runThreadWork, work.toOpaque())
    guard code == 0 else {
      unsafe work.release()
      errno = code
      throw SystemCallError("pthread_create")
    }
    self.handle = handle
  }

  /// Waits for the end of the thread; must be called exactly once.
  func join() {
    pthread_join(handle, nil)
  }
}

/// What a new thread is handed through C's one pointer.
private final class ThreadWork: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

private func runThreadWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  let work = unsafe Unmanaged<ThreadWork>.fromOpaque(context!).takeRetainedValue()
  unsafe floe_name_thread(String(work.name.prefix(15)))
  work.body()
  return nil
}
