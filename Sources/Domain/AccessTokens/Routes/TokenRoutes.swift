internal import Bytes
internal import Capabilities
internal import HTTP
internal import JSON
internal import Routing

/// The routes of tokens: for a user who has signed in, since a token must not make tokens.
struct TokenRoutes: Sendable {
  private static let bodyMax = 16 * 1024

  let tokens: AccessTokenStore
  let audit: any AuditTrail
  let changes: any CredentialChanges
  /// How far ahead the end of a token may lie, in seconds.
  let lifetimeMax: Int64
  let note: @Sendable (TokenEvent) -> Void

  var routes: [Route] { [creation, list, revocation, rotation, change] }

  private static let answers = [RouteAnswer(.ok, contentType: "application/json")]

  private var creation: Route {
    Route(
      .post, "/users/tokens", "Makes a token; its secret is shown this once.", access: .user,
      bodyMax: Self.bodyMax, fields: TokenTerms.fields(isNew: true), isKeyed: true,
      answers: [RouteAnswer(.created, contentType: "application/json")],
      problems: [AccessTokensProblems.tooMany]
    ) { request in
      let now = request.receivedAt
      let userID = request.caller.userID
      let terms = try TokenTerms(
        reading: try await request.json(limit: Self.bodyMax),
        granter: request.caller.permissions, now: now, lifetimeMax: lifetimeMax)
      try await tokens.checkRoom(for: userID)
      let id = AccessTokenStore.makeID()
      try await audit.record(
        entry(
          "token.created", id, request,
          [
            .init("name", .string(terms.name)),
            .init("permissions", .array(terms.permissions.names.map { .string($0) })),
          ]))
      let secret = try await tokens.create(id, for: userID, terms: terms, at: now)
      note(.created)
      return try await shown(id, secret, by: request, status: .created)
    }
  }

  private var list: Route {
    Route(
      .get, "/users/tokens", "The user's tokens, without their secrets.", access: .user,
      answers: Self.answers
    ) { request in
      let list = try await tokens.list(of: request.caller.userID, at: request.receivedAt)
      return .json([
        "tokens": .array(
          list.map { .object(TokenDocuments.members(of: $0, at: request.receivedAt)) })
      ])
    }
  }

  private var revocation: Route {
    Route(
      .delete, "/users/tokens/{tokenId}", "Revokes a token, everywhere and at once.",
      access: .user, answers: [RouteAnswer(.noContent)], problems: [AccessTokensProblems.unknown]
    ) { request in
      let token = try await known(request)
      try await audit.record(entry("token.revoked", token.id, request))
      guard
        try await tokens.revoke(token.id, of: token.userID, at: request.receivedAt)
      else { throw Problem(AccessTokensProblems.unknown) }
      changes.credentialChanged(id: token.id)
      note(.revoked)
      return Response(.noContent, fields: [HTTPField(.cacheControl, "no-store")])
    }
  }

  private var rotation: Route {
    Route(
      .post, "/users/tokens/{tokenId}/rotate",
      "Gives a token a new secret; the old one may go on for a while.", access: .user,
      bodyMax: Self.bodyMax,
      fields: [
        RouteField(
          "overlapSeconds", .integer,
          "How long the old secret goes on, 0 to \(AccessTokenStore.overlapMax); 0 when not said.")
      ], isKeyed: true, answers: Self.answers,
      problems: [AccessTokensProblems.unknown, AccessTokensProblems.expired]
    ) { request in
      let now = request.receivedAt
      var overlap: Int64 = 0
      if request.body.declaredLength != 0 {
        var fields = FieldReader(try await request.json(limit: Self.bodyMax))
        overlap = fields.integer("overlapSeconds", in: 0...AccessTokenStore.overlapMax, default: 0)
        try fields.finish()
      }
      let token = try await known(request)
      if let end = token.terms.expiresAt, end <= now {
        throw Problem(AccessTokensProblems.expired)
      }
      try await audit.record(
        entry("token.rotated", token.id, request, [.init("overlapSeconds", .integer(overlap))]))
      guard
        let secret = try await tokens.rotate(
          token.id, of: token.userID, overlap: overlap, at: now)
      else { throw Problem(AccessTokensProblems.unknown) }
      changes.credentialChanged(id: token.id)
      note(.rotated)
      return try await shown(token.id, secret, by: request, status: .ok)
    }
  }

  private var change: Route {
    Route(
      .patch, "/users/tokens/{tokenId}", "Renames a token, or narrows what it allows.",
      access: .user, bodyMax: Self.bodyMax, fields: TokenTerms.fields(isNew: false),
      answers: Self.answers, problems: [AccessTokensProblems.unknown]
    ) { request in
      let now = request.receivedAt
      let document = try await request.json(limit: Self.bodyMax)
      let token = try await known(request)
      // Told beforehand of what is wrong, so that nothing is recorded that does not take place.
      let terms = try token.terms.narrowed(by: document, now: now)
      try await audit.record(
        entry(
          "token.changed", token.id, request,
          [
            .init("name", .string(terms.name)),
            .init("permissions", .array(terms.permissions.names.map { .string($0) })),
          ]))
      let changed = try await tokens.change(token.id, of: token.userID, at: now) { terms in
        try terms.narrowed(by: document, now: now)
      }
      guard let changed else { throw Problem(AccessTokensProblems.unknown) }
      changes.credentialChanged(id: token.id)
      note(.narrowed)
      return .json(.object(TokenDocuments.members(of: changed, at: now)))
    }
  }

  /// The caller's token that the path names.
  private func known(_ request: Request) async throws -> AccessToken {
    let id = String(request.parameters[0])
    guard Identifier.isWellFormed(id, "tok"),
      let token = try await tokens.token(
        id, of: request.caller.userID, at: request.receivedAt)
    else { throw Problem(AccessTokensProblems.unknown) }
    return token
  }

  /// The response that shows a secret, the only one that does.
  private func shown(
    _ id: String, _ secret: TokenSecret, by request: Request, status: Status
  ) async throws -> Response {
    let token = try await tokens.token(id, of: request.caller.userID, at: request.receivedAt)
    guard let token else { throw Problem(AccessTokensProblems.unknown) }
    return .json(
      .object(
        [.init("token", .string(secret.text))]
          + TokenDocuments.members(of: token, at: request.receivedAt)), status: status)
  }

  private func entry(
    _ action: String, _ id: String, _ request: Request, _ details: [JSONValue.Member] = []
  ) -> AuditEntry {
    AuditEntry(
      action, actorID: request.caller.userID, subjectID: id, address: "\(request.peer)",
      requestID: request.id, happenedAt: request.receivedAt, details: details)
  }
}
