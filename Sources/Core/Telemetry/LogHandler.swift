/// Takes the events of loggers, in the shape of swift-log's protocol of this name.
package protocol LogHandler: Sendable {
  /// The least severe level that is written.
  var logLevel: Logger.Level { get set }

  /// Metadata that goes with every event.
  var metadata: Logger.Metadata { get set }

  /// The same handler for loggers of another label, whose level may be another.
  func labelled(_ label: String) -> any LogHandler

  /// Takes one event that is severe enough; it must neither block nor fail.
  func log(event: LogEvent)
}

extension LogHandler {
  package func labelled(_ label: String) -> any LogHandler { self }
}
