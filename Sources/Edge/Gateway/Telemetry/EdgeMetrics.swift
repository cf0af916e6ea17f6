internal import HTTP
package import Routing
package import Telemetry

/// The metrics of the HTTP front, declared once; every label comes from a closed set.
package struct EdgeMetrics: Sendable {
  static let cacheResults = [
    "none", "hit", "miss", "collapsed", "stale", "bypass", "negative_hit",
  ]

  let requests: Counter
  /// Which of its series a request belongs to.
  let requestSeries: RouteSeries
  let duration: Histogram
  /// The same by route, for the summary: a series for each bucket of each route would be too many.
  let routeDuration: Histogram
  let cache: Counter
  let servedBytes: Counter
  let loopLag: Histogram

  /// Declares them for what the router can answer.
  package init(_ registry: inout MetricRegistry, router: Router) {
    let requestSeries = RouteSeries(labels: router.labels, methods: router.routes.map(\.method))
    self.requestSeries = requestSeries
    requests = registry.counter(
      "http_requests_total", "Requests finished, by method, route and status class.",
      requestSeries.labels)
    duration = registry.histogram(
      "http_request_duration_seconds",
      "Time from a request's head to the hand-over of its last byte, by cache result.",
      .each("result", Self.cacheResults))
    routeDuration = registry.histogram(
      "http_route_duration_seconds", "The same by route.", .each("route", router.labels),
      buckets: .fineDurations, isScraped: false)
    cache = registry.counter(
      "cache_requests_total", "Requests for content, by what the cache did.",
      .each("result", Self.cacheResults))
    servedBytes = registry.counter(
      "http_response_bytes_total", "Bytes of content sent, by what the cache did.",
      .each("result", Self.cacheResults))
    loopLag = registry.histogram(
      "loop_lag_seconds", "How late event loops do what is due, looked at four times a second.")
  }
}
