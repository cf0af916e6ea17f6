/// What a metric counts, in Prometheus' words.
package enum MetricKind: String, Sendable {
  /// Only grows.
  case counter
  /// Goes up and down.
  case gauge
  /// Observations sorted into buckets.
  case histogram
}
