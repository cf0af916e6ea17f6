internal import Capabilities
internal import HTTP
internal import JSON
internal import Passwords
internal import Routing

/// What accounts answer to who has signed in.
struct SessionRoutes: Sendable {
  let profile: ChangeProfile
  let end: EndSession
  let changePassword: ChangePassword
  let signToken: SignToken
  let parts: [any DashboardPart]
  let cookies: SessionCookies
  let idle: Int64
  let ground: AccountsGround
  /// The public keys of signed tokens.
  let keySet: JSONValue

  var all: [Route] { [logout, dashboard] + profiles + sessions + [password, exchange, keys] }

  private var logout: Route {
    Route(
      .post, "/users/logout", "Ends the session.", access: .user,
      answers: [RouteAnswer(.noContent)]
    ) { request in
      try await AccountRoutes.translated {
        try await end(
          request.caller.credentialID, of: request.caller.userID, from: RequestOrigin(request))
        return AccountAnswer.empty(fields: cookies.ending)
      }
    }
  }

  private var profiles: [Route] {
    [
      Route(
        .get, "/users/profile", "Tells the user's profile.", access: .user,
        answers: [RouteAnswer(.ok, contentType: "application/json")]
      ) { request in
        try await AccountRoutes.translated { try await shown(request.caller, username: nil) }
      },
      Route(
        .patch, "/users/profile", "Changes the name that the user is shown by.", access: .user,
        bodyMax: AccountInput.bodyMax,
        answers: [RouteAnswer(.ok, contentType: "application/json")]
      ) { request in
        try await AccountRoutes.translated {
          let username = try await AccountInput.read(request) { fields in
            fields.optionalString("username", length: Username.lengths, check: Username.fault)
          }
          return try await shown(request.caller, username: username)
        }
      },
    ]
  }

  private func shown(_ caller: Caller, username: String?) async throws -> Response {
    let (user, standing) = try await profile(caller.userID, username: username)
    let permissions = JSONValue.array(caller.permissions.names.map { .string($0) })
    return AccountAnswer.json([
      "user": user.document(plan: standing.plan), "permissions": permissions,
    ])
  }

  private var dashboard: Route {
    Route(
      .get, "/users/dashboard", "Tells everything about the user at once.", access: .user,
      answers: [RouteAnswer(.ok, contentType: "application/json")]
    ) { request in
      try await AccountRoutes.translated {
        let (user, standing) = try await profile(request.caller.userID, username: nil)
        var members = [JSONValue.Member("user", user.document(plan: standing.plan))]
        for part in parts { members += try await part.dashboard(of: user.id) }
        return AccountAnswer.json(.object(members))
      }
    }
  }

  private var sessions: [Route] {
    [
      Route(
        .get, "/users/sessions", "Lists the user's sessions, the newest first.", access: .user,
        answers: [RouteAnswer(.ok, contentType: "application/json")]
      ) { request in
        try await AccountRoutes.translated {
          let caller = request.caller
          let sessions = try await end.list(of: caller.userID, idle: idle)
          return AccountAnswer.json([
            "sessions": .array(sessions.map { $0.document(current: caller.credentialID) })
          ])
        }
      },
      Route(
        .delete, "/users/sessions/{id}", "Ends one of the user's sessions.", access: .user,
        answers: [RouteAnswer(.noContent)], problems: [AccountsProblems.sessionNotFound]
      ) { request in
        try await AccountRoutes.translated {
          try await end(
            String(request.parameters[0]), of: request.caller.userID, from: RequestOrigin(request))
          return AccountAnswer.empty()
        }
      },
    ]
  }

  private var password: Route {
    Route(
      .post, "/users/password", "Sets another password; all other sessions end.", access: .user,
      bodyMax: AccountInput.bodyMax, answers: [RouteAnswer(.noContent)],
      problems: [AccountsProblems.signInRefused, AccountsProblems.signInDelayed]
    ) { request in
      try await AccountRoutes.translated {
        let (current, new) = try await AccountInput.read(request) { fields in
          (
            AccountInput.password(&fields, "currentPassword"),
            AccountInput.password(&fields, "newPassword")
          )
        }
        try await changePassword(
          request.caller.userID, current: current, new: new,
          sessionID: request.caller.credentialID, from: RequestOrigin(request))
        return AccountAnswer.empty()
      }
    }
  }

  private var exchange: Route {
    Route(
      .post, "/users/sessions/token",
      "Makes a signed token of the session: short-lived, for others to verify.", access: .user,
      answers: [RouteAnswer(.created, contentType: "application/json")],
      problems: [AccountsProblems.sessionNeeded, AccountsProblems.signedTokensAreOff]
    ) { request in
      try await AccountRoutes.translated {
        let (token, claims) = try await signToken(request.caller)
        return AccountAnswer.json(
          [
            "token": .string(token), "tokenType": "Bearer",
            "expiresIn": .integer(claims.expiresAt - claims.issuedAt),
            "expiresAt": .string(Timestamp(seconds: claims.expiresAt).text),
          ], .created)
      }
    }
  }

  private var keys: Route {
    let document = keySet.bytes + [0x0A]
    return Route(
      .get, "/.well-known/jwks.json", "The public keys of signed tokens (RFC 7517).",
      access: .open, answers: [RouteAnswer(.ok, contentType: "application/jwk-set+json")]
    ) { _ in
      Response(
        .ok,
        fields: [
          HTTPField(.contentType, "application/jwk-set+json"),
          HTTPField(.cacheControl, "public, max-age=300"),
          HTTPField(.accessControlAllowOrigin, "*"), HTTPField(.xContentTypeOptions, "nosniff"),
        ], body: .bytes(document))
    }
  }
}
