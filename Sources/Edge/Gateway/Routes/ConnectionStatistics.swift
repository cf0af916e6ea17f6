internal import Bytes
internal import HTTP
internal import HTTPServer
internal import JSON
internal import Routing
internal import Telemetry

/// What operators see of the connections of clients.
struct ConnectionStatistics: Sendable {
  /// Addresses that are listed unless another number is asked for, and at most.
  private static let addressesUsual: Int64 = 10
  private static let addressesMax = 100

  let wiring: ConnectionsWiring
  let metrics: DeferredMetrics

  var route: Route {
    Route(
      .get, "/api/connections/stats",
      "Connections of clients: how many are served, wait, were refused, and of which addresses.",
      access: .permission(.viewAnalytics, .operations),
      parameters: [
        RouteParameter(
          .query, "limit",
          "How many addresses, from 1 to \(Self.addressesMax); \(Self.addressesUsual) else.",
          type: "integer", example: "20")
      ], answers: [RouteAnswer(.ok, contentType: "application/json")],
      problems: [RoutingProblems.malformedQuery]
    ) { request in
      let query = try QueryParameters(of: request, knowing: ["limit"])
      let count = try query.integer("limit", in: 1...Int64(Self.addressesMax))
      return OperationsRoutes.json(json(addressCount: Int(count ?? Self.addressesUsual)))
    }
  }

  func json(addressCount: Int) -> JSONValue {
    let statistics = wiring.statistics
    let waits = statistics.waitCount
    let slow: Int64 =
      if case .count(let value) = metrics.snapshot().value("floe_\(SlowRequestMetrics.name)") {
        Int64(clamping: value)
      } else { 0 }
    return [
      "active": .integer(Int64(wiring.gate.activeCount)),
      "queued": .integer(Int64(wiring.gate.queuedCount)),
      "waits": [
        "count": .integer(Int64(waits)),
        "averageMilliseconds": .integer(
          Int64(waits > 0 ? statistics.waitedMilliseconds / UInt64(waits) : 0)),
        "maxMilliseconds": .integer(Int64(statistics.longestWaitMilliseconds)),
      ],
      "accepted": .integer(Int64(statistics.acceptedCount)),
      "refused": .object(
        ConnectionRefusal.allCases.map { reason in
          .init(
            reason.label, .integer(Int64(statistics.refusedConnectionCount(reason))))
        }),
      "closedByAge": .integer(Int64(statistics.agedCount)),
      "stalled": .integer(Int64(statistics.stalledCount)),
      "slowRequests": .integer(slow),
      "limits": [
        "connections": .integer(Int64(wiring.gate.connectionsMax)),
        "perAddress": .integer(Int64(wiring.gate.perAddressMax)),
        "queue": .integer(Int64(wiring.gate.limits.connectionQueueMax)),
      ],
      "addresses": .array(
        wiring.gate.topAddresses(addressCount).map { entry in
          [
            "address": .string(entry.address.isIPv4 ? "\(entry.address)" : "\(entry.address)/64"),
            "connections": .integer(Int64(entry.count)),
          ]
        }),
    ]
  }
}
