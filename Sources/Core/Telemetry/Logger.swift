/// Writes events of the control plane, in swift-log's spelling.
///
/// A logger is a value: copies carry their own label and metadata. Requests on the hot
/// path are logged by `AccessLog` instead.
package struct Logger: Sendable {
  /// What the logger speaks for: `floe.server`.
  package let label: String
  /// Where events go.
  package var handler: any LogHandler

  /// Makes a logger that hands its events to a handler.
  package init(label: String, handler: any LogHandler) {
    self.label = label
    self.handler = handler
  }

  /// The least severe level that is written.
  package var logLevel: Level {
    get { handler.logLevel }
    set { handler.logLevel = newValue }
  }

  /// Metadata that goes with every event of this logger.
  package subscript(metadataKey key: String) -> MetadataValue? {
    get { handler.metadata[key] }
    set { handler.metadata[key] = newValue }
  }

  /// The logger of a component: its label is this one's with a dot and the name, and its level the
  /// component's.
  package func component(_ name: String) -> Logger {
    let label = "\(label).\(name)"
    return Logger(label: label, handler: handler.labelled(label))
  }

  /// Writes an event when its level is severe enough; the message is not made otherwise.
  package func log(
    level: Level, _ message: @autoclosure () -> Message, error: (any Error)? = nil,
    metadata: @autoclosure () -> Metadata? = nil
  ) {
    guard level >= handler.logLevel else { return }
    handler.log(
      event: LogEvent(
        level: level, message: message(), error: error, metadata: metadata() ?? [:], label: label))
  }
}
