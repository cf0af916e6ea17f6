internal import Bytes
internal import Capabilities
internal import HTTP
internal import JSON
internal import Routing

/// The bans for administrators.
struct BanRoutes: Sendable {
  private static let bodyMax = 4096
  private static let pageMax: Int64 = 10_000

  let rules: AddressRules
  let edits: AddressEdits

  var routes: [Route] { [list, addition, removal] }

  private var list: Route {
    Route(
      .get, "/api/security/bans",
      "The addresses that are shut out for a while, those with most refused requests first.",
      access: .administrator,
      parameters: [
        RouteParameter(.query, "limit", "Bans at most, 100 unless said.", type: "integer")
      ], answers: [RouteAnswer(.ok, contentType: "application/json")]
    ) { request in
      let query = try QueryParameters(of: request, knowing: ["limit"])
      let limit = Int(try query.integer("limit", in: 1...Self.pageMax) ?? 100)
      let now = request.receivedAt
      let bans = rules.activeBans(at: now)
      return .json([
        "count": .integer(Int64(bans.count)),
        "bans": .array(
          bans.prefix(limit).map {
            AddressDocuments.ban($0.ban, refusals: $0.refusals, at: now)
          }),
      ])
    }
  }

  private var addition: Route {
    Route(
      .post, "/api/security/bans",
      "Shuts an address out for a while, or of IPv6 its network of 64 bits.",
      access: .administrator, bodyMax: Self.bodyMax,
      fields: [
        RouteField("address", .string, "The address.", isRequired: true),
        RouteField(
          "seconds", .integer, "For how long, 1 to \(AddressEdits.banSecondsMax).",
          isRequired: true),
        RouteField("reason", .string, "Why, for whoever reads the list later.", isRequired: true),
      ], isSensitive: true, answers: [RouteAnswer(.created, contentType: "application/json")],
      problems: [AddressScreeningProblems.allowed]
    ) { request in
      let now = request.receivedAt
      var fields = FieldReader(try await request.json(limit: Self.bodyMax))
      let text = fields.string("address", length: 2...43) { text in
        guard let key = AddressKey(text) else { return "An address is wanted here." }
        if !key.isBannable { return "This network cannot be banned." }
        return key == AddressKey(request.peer) ? "This would shut out the address that asks." : nil
      }
      let seconds = fields.integer("seconds", in: 1...AddressEdits.banSecondsMax)
      let reason = AddressRoutes.reason(&fields)
      try fields.finish()
      if let key = AddressKey(text), rules.allows(key.address) {
        throw Problem(AddressScreeningProblems.allowed)
      }
      guard
        let ban = try await edits.ban(
          text, seconds: seconds, note: reason, by: AddressEditor(request), at: now)
      else { throw Problem(RoutingProblems.invalidContent) }
      return .json(AddressDocuments.ban(ban, refusals: 0, at: now), status: .created)
    }
  }

  private var removal: Route {
    Route(
      .delete, "/api/security/bans/{address}",
      "Ends a ban, and forgets what led to it; of IPv6 any address of the network will do.",
      access: .administrator, isSensitive: true, answers: [RouteAnswer(.noContent)],
      problems: [AddressScreeningProblems.noSuchBan]
    ) { request in
      let text = String(request.parameters[0])
      guard
        try await edits.unban(text, by: AddressEditor(request), at: request.receivedAt) == true
      else { throw Problem(AddressScreeningProblems.noSuchBan) }
      return Response(.noContent, fields: [HTTPField(.cacheControl, "no-store")])
    }
  }
}
