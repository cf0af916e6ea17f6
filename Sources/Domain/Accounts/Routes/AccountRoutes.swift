internal import Capabilities
internal import HTTP
internal import JSON
internal import Passwords
internal import Routing

/// What accounts answer to who has no session yet, or has lost the password.
struct AccountRoutes: Sendable {
  let register: RegisterUser
  let verify: VerifyEmail
  let signIn: SignIn
  let requestReset: RequestPasswordReset
  let reset: ResetPassword
  let ground: AccountsGround
  let cookies: SessionCookies

  var all: [Route] {
    [registration, verification, login] + resets
  }

  private var registration: Route {
    Route(
      .post, "/users/register",
      "Makes an account. Answers 201 with a session, or 202 alike for every email where accounts "
        + "begin with a mail.",
      access: .open, bodyMax: AccountInput.bodyMax,
      fields: [
        RouteField("email", .string, "The address of the user.", isRequired: true),
        RouteField("username", .string, "What the user is shown by."),
        RouteField("password", .string, "8 to 72 bytes.", isRequired: true),
        RouteField("subscriptionTier", .string, "The name of a plan."),
      ], isKeyed: true,
      answers: [
        RouteAnswer(.created, "The user and a session.", contentType: "application/json"),
        RouteAnswer(.accepted, "A mail was sent.", contentType: "application/json"),
      ],
      problems: [
        AccountsProblems.emailTaken, AccountsProblems.registrationClosed,
        AccountsProblems.tooManyRegistrations, AccountsProblems.mailIsOff,
      ]
    ) { request in
      try await Self.translated {
        let account = try await newAccount(request)
        switch try await register(account, from: RequestOrigin(request)) {
        case .mailed:
          return AccountAnswer.json(
            ["status": "mailed", "email": .string(account.email.text)], .accepted)
        case .registered(let signedIn):
          return try await answer(signedIn, .created)
        }
      }
    }
  }

  private func newAccount(_ request: Request) async throws -> NewAccount {
    let plans = ground.subscriptions
    return try await AccountInput.read(request) { fields in
      let email = AccountInput.email(&fields)
      let username = fields.optionalString(
        "username", length: Username.lengths, check: Username.fault)
      let password = AccountInput.password(&fields)
      let plan = fields.optionalString("subscriptionTier", length: 1...64) { name in
        plans.planNames.contains(name)
          ? nil : "One of these is wanted here: \(plans.planNames.joined(separator: ", "))."
      }
      return NewAccount(
        email: email, username: username ?? Username.from(email), password: password,
        plan: plan ?? plans.standardPlan)
    }
  }

  private var verification: Route {
    Route(
      .post, "/users/verify-email", "Confirms an email by the token that was mailed there.",
      access: .open, bodyMax: AccountInput.bodyMax,
      answers: [RouteAnswer(.ok, "The user.", contentType: "application/json")],
      problems: [AccountsProblems.mailedTokenInvalid, AccountsProblems.tooManyRegistrations]
    ) { request in
      try await Self.translated {
        let token = try await AccountInput.read(request) { AccountInput.token(&$0) }
        let user = try await verify(token, from: RequestOrigin(request))
        let plan = try await ground.standings.standing(of: user.id, at: ground.now()).plan
        return AccountAnswer.json(["user": user.document(plan: plan)])
      }
    }
  }

  private var login: Route {
    Route(
      .post, "/users/login", "Signs a user in: a session token, and cookies for browsers.",
      access: .open, bodyMax: AccountInput.bodyMax,
      answers: [RouteAnswer(.ok, "The user and a session.", contentType: "application/json")],
      problems: [AccountsProblems.signInRefused, AccountsProblems.signInDelayed]
    ) { request in
      try await Self.translated {
        let (email, password) = try await AccountInput.read(request) { fields in
          (AccountInput.email(&fields), AccountInput.password(&fields))
        }
        let signedIn = try await signIn(email, password, from: RequestOrigin(request))
        return try await answer(signedIn, .ok)
      }
    }
  }

  private var resets: [Route] {
    [
      Route(
        .post, "/users/password/reset-request",
        "Mails a token that sets another password, if the email has an account; the answer is "
          + "always the same.",
        access: .open, bodyMax: AccountInput.bodyMax,
        answers: [RouteAnswer(.accepted, contentType: "application/json")],
        problems: [AccountsProblems.mailIsOff, AccountsProblems.tooManyRegistrations]
      ) { request in
        try await Self.translated {
          let email = try await AccountInput.read(request) { AccountInput.email(&$0) }
          try await requestReset(email, from: RequestOrigin(request))
          return AccountAnswer.json(["status": "mailed"], .accepted)
        }
      },
      Route(
        .post, "/users/password/reset", "Sets another password by the token that was mailed.",
        access: .open, bodyMax: AccountInput.bodyMax, answers: [RouteAnswer(.noContent)],
        problems: [AccountsProblems.mailedTokenInvalid, AccountsProblems.tooManyRegistrations]
      ) { request in
        try await Self.translated {
          let (token, password) = try await AccountInput.read(request) { fields in
            (AccountInput.token(&fields), AccountInput.password(&fields))
          }
          try await reset(token, password, from: RequestOrigin(request))
          return AccountAnswer.empty(fields: cookies.ending)
        }
      },
    ]
  }

  private func answer(_ signedIn: SignedIn, _ status: Status) async throws -> Response {
    let now = ground.now()
    let (session, token) = (signedIn.session, signedIn.token)
    let plan = try await ground.standings.standing(of: signedIn.user.id, at: now).plan
    return AccountAnswer.json(
      [
        "user": signedIn.user.document(plan: plan), "sessionToken": .string(token.text),
        "csrfToken": .string(token.csrfToken),
        "expiresAt": .string(Timestamp(seconds: session.expiresAt).text),
      ], status, fields: cookies.beginning(token, seconds: session.expiresAt - now))
  }

  /// Runs what answers; failures of the stores become 503.
  static func translated(_ body: () async throws -> Response) async throws -> Response {
    do { return try await body() } catch { throw AccountAnswer.problem(of: error) }
  }
}
