internal import Locks
internal import Telemetry

/// Keeps what an edge reports as an error, of which in a test nothing may be one, and its warnings.
final class ErrorLog: LogHandler {
  private let kept = Mutex<[LogEvent]>([])
  /// Writes everything as lines, where somebody wants to read it.
  private let lines: LineLogHandler?

  init(lines writer: LogWriter?) {
    lines = writer.map { LineLogHandler(writer: $0, format: .json, level: .trace) }
  }

  var logLevel: Logger.Level {
    get { lines == nil ? .warning : .trace }
    set {}
  }

  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }

  /// The errors that were reported, in order.
  var events: [String] { texts { $0.level >= .error } }

  /// The warnings, in order.
  var warnings: [String] { texts { $0.level == .warning } }

  /// Hands out the errors of this message and forgets them: a test has foreseen them.
  func take(_ message: String) -> Int {
    kept.withLock { events in
      let count = events.count
      events.removeAll { $0.level >= .error && $0.message.text.contains(message) }
      return count - events.count
    }
  }

  func log(event: LogEvent) {
    lines?.log(event: event)
    guard event.level >= .warning else { return }
    kept.withLock { $0.append(event) }
  }

  private func texts(_ isWanted: (LogEvent) -> Bool) -> [String] {
    kept.withLock { events in
      events.filter(isWanted).map { event in
        let error = event.error.map { String(describing: $0) } ?? ""
        return "\(event.message.text) \(error)"
      }
    }
  }
}
