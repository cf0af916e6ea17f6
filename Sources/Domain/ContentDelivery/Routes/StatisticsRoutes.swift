internal import HTTP
internal import JSON
internal import Routing

/// How often contents are asked for, by the counts of all shards together.
struct StatisticsRoutes {
  let shards: ContentShards

  /// The most contents of one list, and the usual number.
  private static let limitMax = 100
  private static let limitUsual = 20

  /// The routes.
  var all: [Route] {
    [
      Route(
        .get, "/api/stats", "Lists the contents that are asked for most, the most first.",
        access: .permission(.viewAnalytics, .content),
        parameters: [
          RouteParameter(
            .query, "limit", "How many, from 1 to \(Self.limitMax); \(Self.limitUsual) else.",
            type: "integer")
        ], answers: [RouteAnswer(.ok, contentType: "application/json")], handler: list),
      Route(
        .get, "/api/stats/{id}",
        "Tells how often one content was asked for, how fast it was and when it was last.",
        access: .permission(.viewAnalytics, .content),
        answers: [RouteAnswer(.ok, contentType: "application/json")],
        problems: [ContentDeliveryProblems.malformedIdentifier], handler: one),
    ]
  }

  private func list(_ request: Request) async throws -> Response {
    let limit =
      try QueryParameters(of: request, knowing: ["limit"])
      .integer("limit", in: 1...Int64(Self.limitMax)).map { Int($0) } ?? Self.limitUsual
    var tallies: [ContentKey: ContentTally] = [:]
    // What is asked for most over all may be further down on each shard.
    for index in 0..<shards.count {
      for tally in await shards[index].run({ $0.statistics.most(.max) }) {
        if tallies[tally.key] == nil {
          tallies[tally.key] = tally
        } else {
          tallies[tally.key]?.add(tally)
        }
      }
    }
    let most = tallies.values.sorted { ($0.requests, $1.id) > ($1.requests, $0.id) }.prefix(limit)
    return Self.json(["contents": .array(most.map { .object(Self.members($0, id: $0.id)) })])
  }

  private func one(_ request: Request) async throws -> Response {
    let id = String(request.parameters[0])
    let key = try key(of: id)
    var tally: ContentTally?
    var estimate: UInt64 = 0
    for index in 0..<shards.count {
      let (own, most) = await shards[index].run {
        ($0.statistics.tally(of: key), $0.statistics.estimate(of: key))
      }
      estimate += most
      guard let own else { continue }
      if tally == nil { tally = own } else { tally?.add(own) }
    }
    guard let tally else {
      return Self.json(["id": .string(id), "requests": .integer(Int64(estimate))])
    }
    return Self.json(
      .object(
        Self.members(tally, id: id) + [.init("requestsAtMost", .integer(Int64(estimate)))]))
  }

  /// The key of an id, or of a quilt's id and an identifier with a percent-encoded slash between.
  private func key(of id: String) throws(Problem) -> ContentKey {
    do throws(ContentPathError) {
      if let reference = try ContentReference(path: "/cdn/\(id)".utf8.span, secret: shards.secret) {
        return reference.key
      }
    } catch {
      throw Problem(ContentDeliveryProblems.malformedIdentifier, detail: error.description)
    }
    throw Problem(ContentDeliveryProblems.malformedIdentifier)
  }

  private static func json(_ value: JSONValue) -> Response {
    Response(
      .ok,
      fields: [
        HTTPField(.contentType, "application/json"), HTTPField(.cacheControl, "no-store"),
        HTTPField(.xContentTypeOptions, "nosniff"),
      ], body: .bytes(value.bytes + [10]))
  }

  private static func members(_ tally: ContentTally, id: String) -> [JSONValue.Member] {
    let average = tally.requests == 0 ? 0 : tally.nanoseconds / tally.requests
    return [
      .init("id", .string(id)), .init("requests", .integer(Int64(tally.requests))),
      .init("hits", .integer(Int64(tally.hits))), .init("misses", .integer(Int64(tally.misses))),
      .init("servedBytes", .integer(Int64(tally.bytes))),
      .init(
        "latencyMicroseconds",
        [
          "average": .integer(Int64(average / 1000)),
          "max": .integer(Int64(tally.nanosecondsMax / 1000)),
        ]), .init("lastAccess", .integer(tally.lastAccess)),
      .init("countedSince", .integer(tally.since)),
    ]
  }
}
