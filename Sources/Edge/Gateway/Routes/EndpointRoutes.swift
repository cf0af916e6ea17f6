internal import HTTP
internal import JSON
internal import Routing
internal import WalrusUpstream

/// What is known of the upstreams, for operators.
struct EndpointRoutes {
  let pools: [EndpointPool]
  let limits: EndpointHealthSettings
  /// The breakers of everything else that the edge depends on.
  let dependencies: @Sendable () async -> [BreakerReport]

  private static let answers = [RouteAnswer(.ok, contentType: "application/json")]

  var routes: [Route] {
    [
      Route(
        .get, "/api/endpoints",
        "Every aggregator and publisher: whether it is asked, its score, speed and failures.",
        access: .permission(.viewAnalytics, .operations),
        answers: Self.answers
      ) { request in
        let reports = pools.flatMap { $0.reports() }
        return OperationsRoutes.json([
          "endpoints": .array(reports.map { Self.json($0, at: request.receivedAt) })
        ])
      },
      Route(
        .get, "/api/circuit-breakers",
        "The circuit breaker of every aggregator and publisher, and of everything else outside.",
        access: .permission(.viewAnalytics, .operations),
        answers: Self.answers
      ) { request in
        let reports = pools.flatMap { $0.reports() }
        return OperationsRoutes.json([
          "limits": [
            "failures": .integer(Int64(limits.breakerFailures)),
            "recoveryMilliseconds": Self.milliseconds(limits.breakerRecovery),
            "successes": .integer(Int64(limits.breakerSuccesses)),
          ],
          "circuitBreakers": .array(
            reports.map { report in
              .object(
                [
                  .init("endpoint", .string(report.url)),
                  .init("kind", .string(report.kind.rawValue)),
                ] + Self.breaker(report, at: request.receivedAt))
            }),
          "dependencies": .array(
            await dependencies().map { $0.json(at: request.receivedAt) }),
        ])
      },
    ]
  }

  private static func json(_ report: EndpointReport, at seconds: Int64) -> JSONValue {
    [
      "url": .string(report.url), "kind": .string(report.kind.rawValue),
      "operator": .string(report.operatorName), "state": .string(report.state.rawValue),
      "scorePercent": percent(report.score), "successPercent": percent(report.successRate),
      "firstByteMicroseconds": [
        "average": microseconds(report.average), "p50": microseconds(report.p50),
        "p95": microseconds(report.p95), "p99": microseconds(report.p99),
      ],
      "attempts": [
        "good": .integer(Int64(report.goodCount)),
        "faults": .integer(Int64(report.faultCounts.reduce(0) { $0 + $1.count })),
        "inFlight": .integer(Int64(report.inFlightCount)),
      ],
      "faults": .object(
        report.faultCounts.filter { $0.count > 0 }.map {
          .init($0.fault, .integer(Int64($0.count)))
        }),
      "lastFaults": .array(
        report.lapses.map { lapse in
          [
            "fault": .string(lapse.fault),
            "status": lapse.status.map { .integer(Int64($0)) } ?? .null,
            "at": ago(lapse.ago, seconds),
          ]
        }),
      "breaker": .object(breaker(report, at: seconds)),
      "lastTriedAt": ago(report.triedAgo, seconds), "lastProbedAt": ago(report.probedAgo, seconds),
      "ejectedUntil": ahead(report.ejectedFor, seconds),
      "restsUntil": ahead(report.restsFor, seconds),
    ]
  }

  private static func breaker(
    _ report: EndpointReport, at seconds: Int64
  ) -> [JSONValue.Member] {
    [
      .init("state", .string(report.breaker)),
      .init("failures", .integer(Int64(report.breakerFailureCount))),
      .init("openings", .integer(Int64(report.breakerOpenedCount))),
      .init("recoversAt", ahead(report.breakerRecoversIn, seconds)),
    ]
  }

  // MARK: Numbers; the documents have whole ones alone

  private static func percent(_ share: Double?) -> JSONValue {
    share.map { .integer(Int64(($0 * 100).rounded())) } ?? .null
  }

  private static func microseconds(_ duration: Duration?) -> JSONValue {
    duration.map { .integer(Int64($0 / .microseconds(1))) } ?? .null
  }

  private static func milliseconds(_ duration: Duration) -> JSONValue {
    .integer(Int64(duration / .milliseconds(1)))
  }

  /// A time in the past, in seconds since 1970.
  private static func ago(_ duration: Duration?, _ seconds: Int64) -> JSONValue {
    duration.map { .integer(seconds - $0.components.seconds) } ?? .null
  }

  /// A time to come, in seconds since 1970.
  private static func ahead(_ duration: Duration?, _ seconds: Int64) -> JSONValue {
    duration.map { .integer(seconds + $0.components.seconds + 1) } ?? .null
  }
}
