internal import Locks
internal import Telemetry

/// The metrics, for routes that are declared before the labels of all routes are known.
final class DeferredMetrics: Sendable {
  private let metrics = Mutex<Metrics?>(nil)

  /// Supplies the metrics, once everything is declared.
  func fill(_ metrics: Metrics) { self.metrics.withLock { $0 = metrics } }

  /// The numbers of this moment.
  func snapshot() -> MetricSnapshot {
    guard let metrics = metrics.withLock({ $0 }) else {
      return MetricRegistry().sealed().snapshot()
    }
    return metrics.snapshot()
  }

  /// Writes from anywhere, once everything is declared.
  var shared: SharedMetrics? { metrics.withLock { $0 }?.shared }

  /// The numbers of one more shard, once everything is declared.
  func makeShard() -> MetricShard? { metrics.withLock { $0 }?.makeShard() }
}
