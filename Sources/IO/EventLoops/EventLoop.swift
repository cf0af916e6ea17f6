internal import CLinux
package import CUV
internal import Glibc
internal import Locks
internal import Synchronization

/// One libuv loop on one thread: readiness, timers, posted work, and an executor for tasks.
///
/// A *shard* of the server is everything that one loop owns. Its state is plain, not
/// `Sendable`, and touched by this thread alone; everything from outside arrives through
/// `execute(_:)` or as a task that prefers this executor. Jobs that are enqueued while the
/// loop's own callbacks run are run before it polls again, without a wake-up.
///
/// `@unchecked Sendable`: `raw`, `ready` and `handles` are confined to the loop's thread (checked by
/// `preconditionIsCurrent` at the seams); what other threads touch is behind `inbox`'s mutex.
/// `@safe`: the libuv handles live as long as the loop runs.
@safe package final class EventLoop: TaskExecutor, @unchecked Sendable {
  /// What other threads have left for the loop.
  struct Inbox {
    var jobs: [UnownedJob] = []
    var work: [@Sendable () -> Void] = []
    var isSignalled = false
    var isClosed = false
  }

  package let name: String
  let raw: UnsafeMutablePointer<uv_loop_t>
  let wake: UnsafeMutablePointer<uv_async_t>
  let beforePoll: UnsafeMutablePointer<uv_prepare_t>
  let inbox = Locks.Mutex(Inbox())
  let threadID = Atomic<UInt>(0)
  @exclusivity(unchecked) var ready: [UnownedJob] = []
  var pollHandles = PollHandlePool()
  var isStopping = false
  private let processor: Int?
  private let finished = Locks.Mutex(false)

  private init(name: String, processor: Int?) {
    self.name = name
    self.processor = processor
    unsafe raw = .allocate(capacity: 1)
    unsafe wake = .allocate(capacity: 1)
    unsafe beforePoll = .allocate(capacity: 1)
    guard unsafe uv_loop_init(raw) == 0 else { fatalError("uv_loop_init failed") }
  }

  /// Starts a loop on a thread of its own.
  ///
  /// - Parameters:
  ///   - name: the thread's name; the kernel keeps 15 bytes of it.
  ///   - processor: the processor to pin the thread to, if any.
  package static func start(name: String, processor: Int? = nil) -> EventLoop {
    let loop = EventLoop(name: name, processor: processor)
    let context = unsafe Unmanaged.passRetained(loop).toOpaque()
    unsafe uv_async_init(loop.raw, loop.wake, eventLoopWoken)
    unsafe loop.raw.pointee.data = context
    unsafe loop.wake.pointee.data = context
    unsafe uv_prepare_init(loop.raw, loop.beforePoll)
    unsafe loop.beforePoll.pointee.data = context
    unsafe uv_prepare_start(loop.beforePoll, eventLoopWillPoll)
    var thread = pthread_t()
    let failure = unsafe pthread_create(&thread, nil, eventLoopMain, context)
    precondition(failure == 0, "pthread_create failed with \(failure)")
    pthread_detach(thread)
    return loop
  }

  /// The libuv loop; to be used on the loop's own thread only.
  package var rawLoop: UnsafeMutablePointer<uv_loop_t> { unsafe raw }

  /// Whether the caller runs on this loop's thread.
  @inline(always)
  package var isCurrent: Bool {
    threadID.load(ordering: .relaxed) == UInt(bitPattern: Int(pthread_self()))
  }

  /// Traps when the caller is not on this loop's thread.
  package func preconditionIsCurrent() {
    precondition(isCurrent, "state of loop \(name) touched from another thread")
  }

  /// The loop's clock in milliseconds, monotonic, read once an iteration.
  package var nowMilliseconds: UInt64 { unsafe uv_now(raw) }

  /// A precise monotonic clock in nanoseconds; the same for all loops.
  @inline(always)
  package static var nowNanoseconds: UInt64 { uv_hrtime() }

  /// Runs work on the loop's thread, later when called from another thread, before the next
  /// poll when called from the loop itself. After `stop()` the work is dropped.
  package func execute(_ work: @escaping @Sendable () -> Void) {
    inbox.withLock { inbox in
      guard !inbox.isClosed else { return }
      inbox.work.append(work)
      signal(&inbox)
    }
  }

  /// Wakes the loop unless it is awake; under the lock, so that the handle cannot be closed.
  private func signal(_ inbox: inout Inbox) {
    guard !inbox.isSignalled else { return }
    inbox.isSignalled = true
    unsafe _ = uv_async_send(wake)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if isCurrent {
      unsafe ready.append(job)
      return
    }
    let isClosed = inbox.withLock { inbox in
      guard !inbox.isClosed else { return true }
      inbox.jobs.append(job)
      signal(&inbox)
      return false
    }
    // A job of a stopped loop still has to finish its task: it runs where it stands.
    if isClosed { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  /// Ends the loop once what it has in hand is done; returns at once.
  package func stop() {
    execute { self.isStopping = true }
  }

  /// Whether the loop's thread has ended.
  package var isFinished: Bool { finished.withLock { $0 } }

  // MARK: On the loop's thread

  func run() {
    threadID.store(UInt(bitPattern: Int(pthread_self())), ordering: .relaxed)
    unsafe floe_name_thread(String(name.prefix(15)))
    if let processor { _ = floe_pin_thread(Int32(processor)) }
    while !isStopping { unsafe _ = uv_run(raw, UV_RUN_ONCE) }
    shutDown()
  }

  /// Takes what other threads left, then runs every job until none is left.
  func drain() {
    takeInbox()
    while unsafe !ready.isEmpty {
      var batch: [UnownedJob] = []
      unsafe swap(&batch, &ready)
      for job in batch { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
      if unsafe ready.isEmpty {
        batch.removeAll(keepingCapacity: true)
        unsafe swap(&batch, &ready)
      }
    }
  }

  private func takeInbox() {
    var work: [@Sendable () -> Void] = []
    inbox.withLock { inbox in
      guard inbox.isSignalled else { return }
      inbox.isSignalled = false
      swap(&work, &inbox.work)
      unsafe ready.append(contentsOf: inbox.jobs)
      inbox.jobs.removeAll(keepingCapacity: true)
    }
    for item in work { item() }
  }

  private func shutDown() {
    inbox.withLock { $0.isClosed = true }
    drain()
    unsafe uv_prepare_stop(beforePoll)
    unsafe uv_close(UnsafeMutableRawPointer(wake).assumingMemoryBound(to: uv_handle_t.self), nil)
    unsafe uv_close(
      UnsafeMutableRawPointer(beforePoll).assumingMemoryBound(to: uv_handle_t.self), nil)
    unsafe uv_walk(raw, closeLeftoverHandle, nil)
    // A few turns are enough for every closing callback; a handle that lingers is a bug.
    for _ in 0..<16 where unsafe uv_run(raw, UV_RUN_NOWAIT) != 0 {}
    if unsafe uv_loop_close(raw) == 0 {
      unsafe raw.deallocate()
      unsafe wake.deallocate()
      unsafe beforePoll.deallocate()
      pollHandles.end()
    }
    // The system may give the thread's identity to another thread from now on.
    threadID.store(0, ordering: .relaxed)
    finished.withLock { $0 = true }
    unsafe Unmanaged<EventLoop>.passUnretained(self).release()
  }
}

/// Closes what an owner has left open when its loop ends.
private func closeLeftoverHandle(
  _ handle: UnsafeMutablePointer<uv_handle_t>?, _: UnsafeMutableRawPointer?
) {
  guard let handle = unsafe handle, unsafe uv_is_closing(handle) == 0 else { return }
  unsafe uv_close(handle, nil)
}

private func eventLoopMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  unsafe Unmanaged<EventLoop>.fromOpaque(context!).takeUnretainedValue().run()
  return nil
}

private func eventLoopWoken(_ handle: UnsafeMutablePointer<uv_async_t>?) {
  let loop = unsafe Unmanaged<EventLoop>.fromOpaque(handle!.pointee.data)
  unsafe loop._withUnsafeGuaranteedRef { $0.drain() }
}

private func eventLoopWillPoll(_ handle: UnsafeMutablePointer<uv_prepare_t>?) {
  let loop = unsafe Unmanaged<EventLoop>.fromOpaque(handle!.pointee.data)
  unsafe loop._withUnsafeGuaranteedRef { $0.drain() }
}
