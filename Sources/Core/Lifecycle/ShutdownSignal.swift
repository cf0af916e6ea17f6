import Glibc
import Locks
import Synchronization

/// Waits for the signals that ask the process to end.
///
/// A handler writes the signal's number into a pipe, and a thread of ours reads it: the
/// handler may only do what is safe in the middle of anything (signal-safety(7)), and the
/// pipe's other end is ordinary code. Waiting with `sigwait` instead would need the
/// signals blocked in every thread, those of the runtime included, and in every child.
package final class ShutdownSignal: Sendable {
  private static let installed = Locks.Mutex<ShutdownSignal?>(nil)
  private let history = SignalHistory()

  private init() {}

  /// Catches SIGINT and SIGTERM from now on, once per process. With the second signal
  /// their ordinary effect comes back, so that a third one ends even a process that hangs.
  package static func install() -> ShutdownSignal {
    installed.withLock { installed in
      if let installed { return installed }
      let signal = ShutdownSignal()
      installed = signal
      signal.startThread()
      for number in [SIGINT, SIGTERM] { setHandler(number, signalHandler) }
      return signal
    }
  }

  /// Makes writing to a closed pipe or socket an error instead of the end of the process.
  package static func ignoreBrokenPipes() { setHandler(SIGPIPE, SIG_IGN) }

  /// How many signals came so far.
  package var count: Int { history.count }

  /// Waits until so many signals have come, and returns the number of that one; nil when
  /// the waiting task is cancelled.
  @discardableResult
  package func received(_ ordinal: Int) async -> Int32? { await history.received(ordinal) }

  private static func setHandler(_ number: Int32, _ handler: __sighandler_t?) {
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = handler
    // What was interrupted goes on by itself, so that no system call needs to know.
    action.sa_flags = SA_RESTART
    unsafe sigaction(number, &action, nil)
  }

  private func startThread() {
    var ends: [Int32] = [-1, -1]
    let made = unsafe pipe(&ends)
    precondition(made == 0, "no pipe for signals")
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    signalInput.store(ends[1], ordering: .sequentiallyConsistent)
    signalOutput.store(ends[0], ordering: .sequentiallyConsistent)
    var thread = pthread_t()
    let own = unsafe Unmanaged.passRetained(self).toOpaque()
    let started = unsafe pthread_create(&thread, nil, signalThread, own)
    precondition(started == 0, "no thread for signals")
    pthread_detach(thread)
  }

  fileprivate func readSignals() {
    var number: UInt8 = 0
    while true {
      let count = unsafe read(signalOutput.load(ordering: .relaxed), &number, 1)
      if count < 0 && errno == EINTR { continue }
      if count != 1 { return }
      history.deliver(Int32(number))
      if history.count >= 2 {
        for number in [SIGINT, SIGTERM] { Self.setHandler(number, SIG_DFL) }
      }
    }
  }
}

/// The ends of the pipe. They are set before the handlers are, so that a handler never
/// is the first to touch them.
private let signalInput = Atomic<Int32>(-1)
private let signalOutput = Atomic<Int32>(-1)

@Sendable
private func signalHandler(_ number: Int32) {
  let before = errno
  var byte = UInt8(truncatingIfNeeded: number)
  unsafe write(signalInput.load(ordering: .relaxed), &byte, 1)
  errno = before
}

@Sendable
private func signalThread(_ own: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let own = unsafe own {
    unsafe Unmanaged<ShutdownSignal>.fromOpaque(own).takeRetainedValue().readSignals()
  }
  return nil
}
