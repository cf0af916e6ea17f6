internal import Capabilities
internal import HTTP
package import JSON
package import Routing

/// What load balancers, monitors and operators ask of the edge's health. Nothing is looked at for
/// it: the last results are told.
package struct HealthRoutes: Sendable {
  private let report: HealthReport
  private let sharedState: @Sendable () -> JSONValue
  private let recent: @Sendable () -> [JSONValue.Member]

  /// - Parameters:
  ///   - sharedState: where shared state is, as `/health` tells it.
  ///   - recent: what else operators are told.
  package init(
    _ report: HealthReport, sharedState: @escaping @Sendable () -> JSONValue,
    recent: @escaping @Sendable () -> [JSONValue.Member]
  ) {
    self.report = report
    self.sharedState = sharedState
    self.recent = recent
  }

  private static let json = "application/json"

  /// The routes.
  package var routes: [Route] {
    [
      Route(
        .get, "/health", "Tells that the process lives, since when, and how its parts are.",
        access: .open, answers: [RouteAnswer(.ok, contentType: Self.json)], handler: summary),
      Route(
        .get, "/health/live", "Answers as long as the process lives.", access: .open,
        answers: [RouteAnswer(.ok, contentType: Self.json)]
      ) { _ in .json(["status": "ok"]) },
      Route(
        .get, "/health/ready",
        "Answers 200 when requests are welcome; 503 before, after, and while a part has failed that "
          + "requests need.", access: .open,
        answers: [
          RouteAnswer(.ok, contentType: Self.json),
          RouteAnswer(.serviceUnavailable, contentType: Self.json),
        ], handler: ready),
      Route(
        .get, "/upload/health", "Tells whether blobs can be stored: how the publishers are.",
        access: .open,
        answers: [
          RouteAnswer(.ok, contentType: Self.json),
          RouteAnswer(.serviceUnavailable, contentType: Self.json),
        ], handler: upload),
      Route(
        .get, "/health/components",
        "Every part with its state, latency and reason, and what was done about it.",
        access: .permission(.viewAnalytics, .operations),
        answers: [RouteAnswer(.ok, contentType: Self.json)], handler: components),
    ]
  }

  private func summary(_ request: Request) async throws -> Response {
    .json([
      "status": .string(report.status), "version": .string(report.version),
      "uptime": .integer(request.receivedAt - report.startedAt),
      "timestamp": .string(Timestamp(seconds: request.receivedAt).text),
      "sharedState": sharedState(), "components": report.states,
    ])
  }

  private func ready(_ request: Request) async throws -> Response {
    guard !report.isReady else { return .json(["status": "ready"]) }
    return .json(
      [
        "status": .string(report.status),
        "failed": .array(report.failedNames.map { .string($0) }),
      ], status: .serviceUnavailable)
  }

  private func upload(_ request: Request) async throws -> Response {
    let state = report.board.state(of: .publishers)
    let isWell = state != .failed && report.isReady
    return .json(
      [
        "status": .string(report.isReady ? state.rawValue : report.status),
        "timestamp": .string(Timestamp(seconds: request.receivedAt).text),
      ], status: isWell ? .ok : .serviceUnavailable)
  }

  private func components(_ request: Request) async throws -> Response {
    .json(
      .object(
        [
          .init("status", .string(report.status)), .init("ready", .bool(report.isReady)),
          .init("components", report.components(at: request.receivedAt)),
          .init("recovery", report.recovery),
        ] + recent()))
  }
}
