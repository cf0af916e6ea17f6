import Glibc
import Locks

/// Waits for the signals that ask the process to end.
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
      SignalPipe.shared.receive([SIGINT, SIGTERM]) { signal.deliver($0) }
      return signal
    }
  }

  /// Makes writing to a closed pipe or socket an error instead of the end of the process.
  package static func ignoreBrokenPipes() { SignalPipe.setHandler(SIGPIPE, SIG_IGN) }

  /// How many signals came so far.
  package var count: Int { history.count }

  /// Waits until so many signals have come, and returns the number of that one; nil when
  /// the waiting task is cancelled.
  @discardableResult
  package func received(_ ordinal: Int) async -> Int32? { await history.received(ordinal) }

  private func deliver(_ number: Int32) {
    history.deliver(number)
    guard history.count >= 2 else { return }
    for number in [SIGINT, SIGTERM] { SignalPipe.setHandler(number, SIG_DFL) }
  }
}
