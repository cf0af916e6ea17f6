internal import Locks
internal import Telemetry

/// Keeps what an edge reports as an error: in a test nothing may be one.
final class ErrorLog: LogHandler {
  private let kept = Mutex<[String]>([])

  var logLevel: Logger.Level {
    get { .error }
    set {}
  }

  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }

  /// What was reported, in order.
  var events: [String] { kept.withLock { $0 } }

  func log(event: LogEvent) {
    let error = event.error.map { String(describing: $0) } ?? ""
    kept.withLock { $0.append("\(event.message) \(error)") }
  }
}
