internal import Capabilities
internal import HTTP
internal import JSON
internal import Routing

/// What the gate has refused, in numbers.
struct SecurityStatisticsRoute: Sendable {
  let rules: AddressRules

  var route: Route {
    Route(
      .get, "/api/security/stats",
      "What happened at the gate since the start, and who is shut out.",
      access: .permission(.admin, .operations),
      parameters: [
        RouteParameter(
          .query, "limit", "Blocked addresses at most, 20 unless said.", type: "integer")
      ], answers: [RouteAnswer(.ok, contentType: "application/json")]
    ) { request in
      let query = try QueryParameters(of: request, knowing: ["limit"])
      let limit = Int(try query.integer("limit", in: 1...1000) ?? 20)
      let now = request.receivedAt
      let bans = rules.activeBans(at: now)
      return .json([
        "events": .object(
          SecurityEvent.allCases.map {
            .init($0.member, .integer(Int64(rules.counts.count($0))))
          }),
        "rules": [
          "allowed": .integer(Int64(rules.ruleCount(.allow))),
          "denied": .integer(Int64(rules.ruleCount(.deny))),
          "allowOnly": .bool(rules.allowsOnlyListed),
        ],
        "watchedAddresses": .integer(Int64(rules.watchedCount)),
        "blockedAddressCount": .integer(Int64(bans.count)),
        "blockedAddresses": .array(
          bans.prefix(limit).map {
            AddressDocuments.ban($0.ban, refusals: $0.refusals, at: now)
          }),
      ])
    }
  }
}
