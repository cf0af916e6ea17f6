internal import Bytes
internal import Capabilities
internal import HTTP
internal import JSON
internal import Routing

/// The lists for administrators.
struct AddressRoutes: Sendable {
  private static let bodyMax = 4096
  private static let pageMax: Int64 = 10_000

  let rules: AddressRules
  let edits: AddressEdits

  var routes: [Route] { [list, addition, removal] }

  private var list: Route {
    Route(
      .get, "/api/security/addresses",
      "The blocks of addresses that are allowed and denied, those of the settings first.",
      access: .administrator,
      parameters: [
        RouteParameter(.query, "limit", "Rules at most, 1000 unless said.", type: "integer")
      ], answers: [RouteAnswer(.ok, contentType: "application/json")]
    ) { request in
      let query = try QueryParameters(of: request, knowing: ["limit"])
      let limit = Int(try query.integer("limit", in: 1...Self.pageMax) ?? 1000)
      let all = rules.rules
      return .json([
        "allowOnly": .bool(rules.allowsOnlyListed), "count": .integer(Int64(all.count)),
        "rules": .array(all.prefix(limit).map(AddressDocuments.rule)),
      ])
    }
  }

  private var addition: Route {
    Route(
      .post, "/api/security/addresses",
      "Allows or denies a block of addresses, on every loop at once; a rule for the same block "
        + "goes.",
      access: .administrator, bodyMax: Self.bodyMax,
      fields: [
        RouteField("list", .string, "allow or deny.", isRequired: true),
        RouteField(
          "block", .string, "An address, or a block in CIDR notation.", isRequired: true),
        RouteField("reason", .string, "Why, for whoever reads the list later.", isRequired: true),
        RouteField(
          "expiresAt", .string, "When it ends (RFC 3339), in the future; never if not said."),
      ], isSensitive: true, answers: [RouteAnswer(.created, contentType: "application/json")],
      problems: [AddressScreeningProblems.tooMany]
    ) { request in
      let now = request.receivedAt
      var fields = FieldReader(try await request.json(limit: Self.bodyMax))
      let list = fields.optionalWord("list", as: AddressList.self)
      if !fields.has("list") { fields.refuse("list", "This is required.") }
      var block: AddressBlock?
      _ = fields.string("block", length: 2...49) { text in
        block = AddressBlock(text)
        return block == nil
          ? "An address or a block such as 192.0.2.0/24 or 2001:db8::/32 is wanted here." : nil
      }
      let reason = Self.reason(&fields)
      let end = Self.end(&fields, now: now)
      if list == .deny, let block, block.contains(request.peer) {
        fields.refuse("block", "This would shut out the address that asks.")
      }
      try fields.finish()
      guard let list, let block else { throw Problem(RoutingProblems.invalidContent) }
      let rule = try await edits.list(
        block, in: list, reason: reason, expiresAt: end, by: AddressEditor(request), at: now)
      return .json(AddressDocuments.rule(rule), status: .created)
    }
  }

  private var removal: Route {
    Route(
      .delete, "/api/security/addresses/{ruleId}", "Takes a block off its list, at once.",
      access: .administrator, isSensitive: true, answers: [RouteAnswer(.noContent)],
      problems: [AddressScreeningProblems.noSuchRule]
    ) { request in
      let id = String(request.parameters[0])
      guard Identifier.isWellFormed(id, "adr"),
        try await edits.unlist(id, by: AddressEditor(request), at: request.receivedAt) != nil
      else { throw Problem(AddressScreeningProblems.noSuchRule) }
      return Response(.noContent, fields: [HTTPField(.cacheControl, "no-store")])
    }
  }

  /// A reason without control characters.
  static func reason(_ fields: inout FieldReader) -> String {
    fields.string("reason", length: 1...200) { text in
      text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        ? "No control characters are wanted here." : nil
    }
  }

  private static func end(_ fields: inout FieldReader, now: Int64) -> Int64? {
    fields.optionalString("expiresAt", length: 1...64) { text in
      guard let moment = Timestamp(text) else {
        return "A moment such as 2030-12-31T23:59:59Z (RFC 3339) is wanted here."
      }
      return moment.seconds <= now ? "This is past." : nil
    }.flatMap { Timestamp($0)?.seconds }
  }
}
