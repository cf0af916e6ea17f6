internal import Lifecycle

/// The signals by which a user ends a command before its time, SIGINT and SIGTERM.
struct Interruptions: Sendable {
  /// Waits for the first, the second, …; false when the waiting task is cancelled.
  let received: @Sendable (_ ordinal: Int) async -> Bool

  /// The signals of the process. Until a command first asks, they end the process as usual.
  static let signals = Interruptions { ordinal in
    await ShutdownSignal.install().received(ordinal) != nil
  }
}
