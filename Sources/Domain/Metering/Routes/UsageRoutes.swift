internal import HTTP
internal import JSON
internal import Routing

/// What callers ask of their usage.
struct UsageRoutes: Sendable {
  let store: UsageStore
  let owners: any TokenOwners
  let meters: Meters

  /// The routes.
  var routes: [Route] {
    [
      Route(
        .get, "/users/tokens/{tokenId}/usage",
        "What a token was used for: sums, and period by period.", access: .user,
        parameters: [
          RouteParameter(.path, "tokenId", "The id of a token of the caller."),
          RouteParameter(
            .query, "from", "The beginning in seconds since 1970; a day ago by default.",
            type: "integer"),
          RouteParameter(
            .query, "to", "The end in seconds since 1970; now by default.", type: "integer"),
          RouteParameter(
            .query, "resolution", "minute, hour, day or month; hour by default.",
            example: "hour"),
        ],
        answers: [RouteAnswer(.ok, contentType: "application/json")],
        problems: [MeteringProblems.noSuchToken, RoutingProblems.malformedQuery]
      ) { request in
        try await usage(request)
      }
    ]
  }

  private func usage(_ request: Request) async throws -> Response {
    let tokenID = String(request.parameters[0])
    guard (1...200).contains(tokenID.utf8.count),
      try await owners.owner(ofToken: tokenID) == request.caller.userID,
      !request.caller.userID.isEmpty
    else { throw Problem(MeteringProblems.noSuchToken) }
    let query = try QueryParameters(of: request, knowing: ["from", "to", "resolution"])
    let now = request.receivedAt
    // Year 9999: beyond it dates are mistakes.
    let to = try query.integer("to", in: 0...253_402_300_799) ?? now + 60
    let from = try query.integer("from", in: 0...253_402_300_799) ?? max(0, to - 86_400)
    guard let resolution = UsageResolution(rawValue: query["resolution"] ?? "hour") else {
      throw QueryParameters.problem(
        "The parameter resolution is minute, hour, day or month.")
    }
    guard from < to else {
      throw QueryParameters.problem("The parameter from lies before the parameter to.")
    }
    let step = resolution.end(of: from) - resolution.start(of: from)
    guard (to - from) / step <= Int64(UsageStore.pointsMax) - 2 else {
      throw QueryParameters.problem(
        "There are at most \(UsageStore.pointsMax - 2) periods from one to the other; take a "
          + "coarser resolution.")
    }
    let userID = request.caller.userID
    let total = try await store.totals(userID: userID, tokenID: tokenID, from: from, to: to)
    let points = try await store.points(
      userID: userID, tokenID: tokenID, resolution, from: from, to: to)
    let countries = try await store.countries(
      userID: userID, tokenID: tokenID, from: from, to: to)
    let lastUse = try await store.lastUse(of: [tokenID])[tokenID]
    let document = JSONValue.object([
      .init("tokenId", .string(tokenID)), .init("from", .integer(from)), .init("to", .integer(to)),
      .init("resolution", .string(resolution.rawValue)),
      .init("lastUsedAt", lastUse.map { .integer($0) } ?? .null),
      .init("total", Self.json(total)),
      .init(
        "periods",
        .array(
          points.map { point in
            .object([.init("start", .integer(point.start))] + Self.members(point.counts))
          })),
      .init("countries", Self.json(countries)),
    ])
    return Response(
      .ok,
      fields: [
        HTTPField(.contentType, "application/json"), HTTPField(.cacheControl, "no-store"),
        HTTPField(.xContentTypeOptions, "nosniff"),
      ], body: .bytes(document.bytes + [10]))
  }

  /// Counts as an object.
  static func json(_ counts: UsageCounts) -> JSONValue { .object(members(counts)) }

  private static func members(_ counts: UsageCounts) -> [JSONValue.Member] {
    [
      .init("requests", .integer(counts.requests)), .init("bytesUp", .integer(counts.bytesUp)),
      .init("bytesDown", .integer(counts.bytesDown)), .init("hits", .integer(counts.hits)),
      .init("misses", .integer(counts.misses)),
      .init("bytesStored", .integer(counts.bytesStored)),
    ]
  }

  /// Uses by country, in their order.
  static func json(_ uses: [CountryUse]) -> JSONValue {
    .array(
      uses.map {
        [
          "country": .string($0.country.text), "requests": .integer($0.requests),
          "bytes": .integer($0.bytes),
        ]
      })
  }
}
