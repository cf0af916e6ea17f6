import Glibc
import Locks
import Synchronization

/// Hands signals from their handler to ordinary code.
///
/// A handler writes the signal's number into a pipe, and a thread of ours reads it: the
/// handler may only do what is safe in the middle of anything (signal-safety(7)), and the
/// pipe's other end is ordinary code. Waiting with `sigwait` instead would need the
/// signals blocked in every thread, those of the runtime included, and in every child.
final class SignalPipe: Sendable {
  private static let installed = Locks.Mutex<SignalPipe?>(nil)
  private let receivers = Locks.Mutex<[Int32: @Sendable (Int32) -> Void]>([:])

  /// The pipe of the process.
  static var shared: SignalPipe {
    installed.withLock { installed in
      if let installed { return installed }
      let pipe = SignalPipe()
      installed = pipe
      pipe.startThread()
      return pipe
    }
  }

  /// Hands these signals to the receiver from now on, on a thread that it must not hold up.
  func receive(_ numbers: [Int32], _ receiver: @escaping @Sendable (Int32) -> Void) {
    receivers.withLock { receivers in
      for number in numbers { receivers[number] = receiver }
    }
    for number in numbers { Self.setHandler(number, signalHandler) }
  }

  /// Gives signals a handler, or their ordinary effect (`SIG_DFL`), or none (`SIG_IGN`).
  static func setHandler(_ number: Int32, _ handler: __sighandler_t?) {
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
      let receiver = receivers.withLock { $0[Int32(number)] }
      receiver?(Int32(number))
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
    unsafe Unmanaged<SignalPipe>.fromOpaque(own).takeRetainedValue().readSignals()
  }
  return nil
}
