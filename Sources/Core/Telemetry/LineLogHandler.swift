/// Formats each event as a line and hands it to a `LogWriter`.
package struct LineLogHandler: LogHandler {
  package var logLevel: Logger.Level
  package var metadata: Logger.Metadata = [:]
  private let format: LogFormat
  private let writer: LogWriter
  private let now: @Sendable () -> WallTime

  /// Makes a handler; `now` stamps the lines.
  package init(
    writer: LogWriter, format: LogFormat, level: Logger.Level = .info,
    now: @escaping @Sendable () -> WallTime = { WallTime.now() }
  ) {
    self.writer = writer
    self.format = format
    self.logLevel = level
    self.now = now
  }

  package func log(event: LogEvent) {
    let line = EventLine(event: event, context: metadata, time: now())
    writer.submit(line.bytes(format))
  }
}
