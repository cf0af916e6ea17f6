internal import Transport

/// One attempt to write: how much was offered and what came of it.
struct WriteAttempt {
  let result: IOResult
  /// Bytes that were offered.
  let offered: Int

  /// Bytes that were taken.
  var count: Int {
    if case .moved(let count) = result { count } else { 0 }
  }

  /// Whether the socket took less than it was offered: asking again before it says that there is
  /// room would be a system call for nothing.
  var foundSocketFull: Bool { !hasFailed && count < offered }

  /// Whether the connection is gone.
  var hasFailed: Bool {
    switch result {
    case .moved, .wouldBlock: false
    case .ended, .failed: true
    }
  }
}
