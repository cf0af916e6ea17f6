internal import Telemetry

/// The lines of the logs: how many there are, and how many were lost because writing was too slow.
struct LogMetrics {
  private static let logs = ["events", "access"]

  private let dropped: Counter
  private let written: Counter
  private let failed: Counter

  init(_ registry: inout MetricRegistry) {
    dropped = registry.counter(
      "log_dropped_lines_total", "Lines lost because what had to be written was too much.",
      .each("log", Self.logs))
    written = registry.counter(
      "log_written_bytes_total", "Bytes of log lines written to standard output.")
    failed = registry.counter(
      "log_failed_bytes_total", "Bytes of log lines that standard output refused.")
  }

  /// Supplies the numbers from what keeps them.
  func read(_ metrics: Metrics, writer: LogWriter, observers: ShardObservers) {
    metrics.read(dropped) { series in
      Double(series == 0 ? writer.droppedCount : observers.droppedLineCount)
    }
    metrics.read(written) { _ in Double(writer.bytesWritten) }
    metrics.read(failed) { _ in Double(writer.bytesFailed) }
  }
}
