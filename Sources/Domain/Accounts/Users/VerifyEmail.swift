internal import Capabilities
internal import Persistence
internal import Routing

/// Confirms an email by the token that was mailed there; an account that waited for it begins.
struct VerifyEmail: Sendable {
  let ground: AccountsGround
  let register: RegisterUser
  let asks: AskLimits
  let users = UserStore()
  let tokens = MailedTokenStore()

  func callAsFunction(_ token: String, from origin: RequestOrigin) async throws -> User {
    try await asks.ask(from: origin)
    let now = ground.now()
    let (users, tokens) = (users, tokens)
    let known = try await ground.database.transaction { transaction -> User? in
      guard
        let id = try await tokens.take(token, for: .verification, at: now, in: transaction)
      else { return nil }
      try await users.verify(id, at: now, in: transaction)
      return try await users.user(id, in: transaction)
    }
    if let known {
      ground.changes.userChanged(id: known.id)
      try await ground.audit.record(
        origin.entry("user.verified", actorID: known.id, subjectID: known.id, at: now))
      return known
    }
    guard let pending = try await tokens.takePending(token, at: now, in: ground.database),
      let email = EmailAddress(pending.email)
    else { throw Problem(AccountsProblems.mailedTokenInvalid) }
    do {
      return try await register.make(
        email, pending, verifiedAt: now, from: origin)
    } catch let problem as Problem where problem.type == AccountsProblems.emailTaken {
      // Another registration of this email was confirmed first.
      throw Problem(AccountsProblems.mailedTokenInvalid)
    }
  }
}
