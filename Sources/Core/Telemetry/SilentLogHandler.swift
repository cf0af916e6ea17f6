/// Writes nothing.
package struct SilentLogHandler: LogHandler {
  package var logLevel = Logger.Level.critical
  package var metadata: Logger.Metadata = [:]

  /// Makes a handler that writes nothing.
  package init() {}

  package func log(event: LogEvent) {}
}
