internal import JSON
internal import Capabilities
internal import Persistence
internal import Routing

/// Mails a token that sets another password, if the email has an account; nothing tells whether.
struct RequestPasswordReset: Sendable {
  let ground: AccountsGround
  let asks: AskLimits
  let mail: AccountMail
  let post: AccountPost
  let resetSeconds: Int64
  let users = UserStore()
  let tokens = MailedTokenStore()

  func callAsFunction(_ email: EmailAddress, from origin: RequestOrigin) async throws {
    guard ground.mailer != nil else { throw Problem(AccountsProblems.mailIsOff) }
    try await asks.ask(from: origin)
    guard try await asks.mayMail(email.key, .reset) else { return }
    let (token, digest) = MailedTokenStore.make()
    let now = ground.now()
    let (users, tokens, expiresAt) = (users, tokens, now + resetSeconds)
    let user = try await ground.database.transaction { transaction -> User? in
      let known = try await users.known(byEmail: email.key, in: transaction)?.user
      let user = known?.isActive == true ? known : nil
      // For nobody a row is written too, so that the time is the same.
      try await tokens.add(
        digest, for: .reset, userID: user?.id ?? "", expiresAt: expiresAt, in: transaction)
      return user
    }
    try await ground.audit.record(
      origin.entry(
        "password.reset_requested", subjectID: user?.id ?? "", at: now,
        details: [.init("email", .string(AttemptLimits.name(of: email.key)))]))
    guard let user else { return }
    await post.send(
      mail.reset(to: user.email, token: token, minutes: max(resetSeconds / 60, 1)))
  }
}
