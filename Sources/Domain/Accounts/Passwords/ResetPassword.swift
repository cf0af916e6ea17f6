internal import Capabilities
internal import Passwords
internal import Persistence
internal import Routing

/// Sets another password by a mailed token, which is used up; every session ends.
struct ResetPassword: Sendable {
  let ground: AccountsGround
  let asks: AskLimits
  let workshop: PasswordWorkshop
  let replace: ReplacePassword
  let tally: AccountsTally
  let users = UserStore()
  let tokens = MailedTokenStore()

  func callAsFunction(
    _ token: String, _ password: Password, from origin: RequestOrigin
  ) async throws {
    try await asks.ask(from: origin)
    let hash = try await workshop.hash(password)
    let now = ground.now()
    let (users, tokens) = (users, tokens)
    let user = try await ground.database.transaction { transaction -> User? in
      guard let id = try await tokens.take(token, for: .reset, at: now, in: transaction)
      else { return nil }
      // Who reads the mail of an address owns it.
      try await users.verify(id, at: now, in: transaction)
      return try await users.user(id, in: transaction)
    }
    guard let user, user.isActive else { throw Problem(AccountsProblems.mailedTokenInvalid) }
    try await replace(user, by: hash, keeping: "", "password.reset", from: origin)
    tally.note(.passwordReset)
  }
}
