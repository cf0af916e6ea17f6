internal import HTTP
internal import JSON
internal import Routing
internal import Telemetry
internal import WalrusUpstream

/// What operators ask a running edge: what it is, what it counts, what it takes.
struct OperationsRoutes {
  let metrics: DeferredMetrics
  let system: SystemReport
  let pools: [EndpointPool]
  let version: String

  /// The routes, without the description, which describes them too.
  var routes: [Route] {
    [
      Route(
        .get, "/", "Says what this is and where to look.", access: .open,
        answers: [RouteAnswer(.ok, contentType: "text/html; charset=utf-8")]
      ) { _ in
        Self.page(version: version)
      },
      prometheus("/metrics"), prometheus("/api/metrics/prometheus"),
      Route(
        .get, "/api/metrics", "How the edge does: cache, latency, errors and upstreams, as JSON.",
        access: .permission(.viewAnalytics, .operations),
        answers: [RouteAnswer(.ok, contentType: "application/json")]
      ) { _ in
        Self.json(
          MetricsReport(snapshot: metrics.snapshot(), endpoints: pools.flatMap { $0.reports() })
            .json)
      },
      Route(
        .get, "/api/metrics/system",
        "What the process takes: processor, memory, files, loops, pool and connections.",
        access: .permission(.viewAnalytics, .operations),
        answers: [RouteAnswer(.ok, contentType: "application/json")]
      ) { _ in
        Self.json(system.json(metrics.snapshot()))
      },
      Route(
        .get, "/api/metrics/all", "Every metric as JSON.",
        access: .permission(.viewAnalytics, .operations),
        answers: [RouteAnswer(.ok, contentType: "application/json")]
      ) { _ in
        Self.uncached("application/json", Array(MetricSummary.json(metrics.snapshot()).utf8))
      },
    ]
  }

  private func prometheus(_ template: String) -> Route {
    Route(
      .get, template, "Every metric as Prometheus reads it.",
      access: .permission(.viewAnalytics, .operations),
      answers: [RouteAnswer(.ok, contentType: PrometheusText.contentType)]
    ) { _ in
      Self.uncached(
        PrometheusText.contentType, Array(PrometheusText.encode(metrics.snapshot()).utf8))
    }
  }

  static func json(_ value: JSONValue, status: Status = .ok) -> Response {
    var response = uncached("application/json", value.bytes + [10])
    response.status = status
    return response
  }

  static func uncached(_ contentType: String, _ bytes: [UInt8]) -> Response {
    Response(
      .ok,
      fields: [
        HTTPField(.contentType, contentType), HTTPField(.cacheControl, "no-store"),
        HTTPField(.xContentTypeOptions, "nosniff"),
      ], body: .bytes(bytes))
  }

  private static func page(version: String) -> Response {
    Page(
      title: "Floe \(version)",
      body: """
        <p>An edge server for Walrus content. <code>GET /cdn/{id}</code> answers a blob, a quilt \
        patch or an object; any Walrus client may use this address as its aggregator.</p>
        <ul><li><a href="/openapi.json">/openapi.json</a> describes every route</li>
        <li><a href="/problems">/problems</a> explains every problem</li>
        <li><a href="/health">/health</a> and <a href="/metrics">/metrics</a> are for operators</li>
        </ul>

        """
    ).response(maxAge: 300)
  }
}
