internal import HTTP
internal import Routing
package import Telemetry

/// The metrics of the HTTP front, declared once; every label comes from a closed set.
package struct EdgeMetrics: Sendable {
  static let methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "other"]
  static let statusClasses = ["1xx", "2xx", "3xx", "4xx", "5xx"]
  static let cacheResults = [
    "none", "hit", "miss", "collapsed", "stale", "bypass", "negative_hit",
  ]

  let requests: Counter
  let duration: Histogram
  let cache: Counter
  let servedBytes: Counter

  /// Declares them; `routes` are the templates of the routes, in order.
  package init(_ registry: inout MetricRegistry, routes: [String]) {
    requests = registry.counter(
      "http_requests_total", "Requests finished, by method, route and status class.",
      .each("method", Self.methods).by("route", routes).by("code", Self.statusClasses))
    duration = registry.histogram(
      "http_request_duration_seconds",
      "Time from a request's head to the hand-over of its last byte, by cache result.",
      .each("result", Self.cacheResults))
    cache = registry.counter(
      "cache_requests_total", "Requests for content, by what the cache did.",
      .each("result", Self.cacheResults))
    servedBytes = registry.counter(
      "http_response_bytes_total", "Bytes of content sent, by what the cache did.",
      .each("result", Self.cacheResults))
  }

  static func index(of method: Method) -> Int {
    switch method {
    case .get: 0
    case .head: 1
    case .post: 2
    case .put: 3
    case .delete: 4
    case .options: 5
    case .patch: 6
    default: 7
    }
  }
}
