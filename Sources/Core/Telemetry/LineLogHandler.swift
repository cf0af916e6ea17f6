/// Formats each event as a line and hands it to a `LogWriter`.
package struct LineLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  private let format: LogFormat
  private let writer: LogWriter
  private let levels: LogLevels
  private var cell: LogLevels.Cell
  /// A level of this logger's own, which no change of the others' touches.
  private var ownLevel: Logger.Level?
  private let now: @Sendable () -> WallTime

  /// Makes a handler whose level follows the levels of a label; `now` stamps the lines.
  package init(
    writer: LogWriter, format: LogFormat, levels: LogLevels, label: String = "floe",
    now: @escaping @Sendable () -> WallTime = { WallTime.now() }
  ) {
    self.writer = writer
    self.format = format
    self.levels = levels
    cell = levels.cell(of: label)
    self.now = now
  }

  /// Makes a handler with a level that stays; `now` stamps the lines.
  package init(
    writer: LogWriter, format: LogFormat, level: Logger.Level = .info,
    now: @escaping @Sendable () -> WallTime = { WallTime.now() }
  ) {
    self.init(writer: writer, format: format, levels: LogLevels(level), now: now)
  }

  package var logLevel: Logger.Level {
    get { ownLevel ?? cell.level }
    set { ownLevel = newValue }
  }

  package func labelled(_ label: String) -> any LogHandler {
    var handler = self
    handler.cell = levels.cell(of: label)
    return handler
  }

  package func log(event: LogEvent) {
    let line = EventLine(
      event: event, context: metadata, time: now(), scope: LogScope.current)
    writer.submit(line.bytes(format))
  }
}
