internal import JSON
internal import Capabilities
internal import Credentials
internal import Passwords
internal import Persistence
internal import Routing

/// Begins an account, or the wait for the answer to a mail, as the setting says.
struct RegisterUser: Sendable {
  /// What came of it.
  enum Outcome: Sendable {
    /// An account, and a first session.
    case registered(SignedIn)
    /// A mail was sent, to whoever the email belongs.
    case mailed
  }

  let mode: RegistrationMode
  let ground: AccountsGround
  let workshop: PasswordWorkshop
  let asks: AskLimits
  let users = UserStore()
  let tokens = MailedTokenStore()
  let begin: BeginSession
  let mail: AccountMail
  let post: AccountPost
  let tally: AccountsTally
  let verificationSeconds: Int64

  func callAsFunction(
    _ account: NewAccount, from origin: RequestOrigin
  ) async throws -> Outcome {
    if mode == .closed { throw Problem(AccountsProblems.registrationClosed) }
    if mode == .confirmed, ground.mailer == nil { throw Problem(AccountsProblems.mailIsOff) }
    try await asks.ask(from: origin)
    let hash = try await workshop.hash(account.password)
    if mode == .confirmed {
      try await wait(for: account, hash)
      return .mailed
    }
    let user = try await make(account.email, waiting(account, hash), verifiedAt: nil, from: origin)
    if ground.mailer != nil { try await sendConfirmation(to: user) }
    return .registered(try await begin(user, from: origin))
  }

  /// Keeps the registration until its mail is answered. For an email with an account everything is
  /// done as for any other, but the mail says something else.
  private func wait(for account: NewAccount, _ hash: PasswordHash) async throws {
    let mayMail = try await asks.mayMail(account.email.key, .verification)
    let (token, digest) = MailedTokenStore.make()
    let expiresAt = ground.now() + verificationSeconds
    let (tokens, users, pending) = (tokens, users, waiting(account, hash))
    let isKnown = try await ground.database.transaction { transaction in
      try await tokens.add(pending, digest: digest, expiresAt: expiresAt, in: transaction)
      return try await users.known(byEmail: account.email.key, in: transaction) != nil
    }
    guard mayMail else { return }
    await post.send(
      isKnown
        ? mail.alreadyRegistered(to: account.email.text)
        : mail.confirmation(
          to: account.email.text, token: token, hours: max(verificationSeconds / 3600, 1)))
  }

  private func waiting(
    _ account: NewAccount, _ hash: PasswordHash
  ) -> MailedTokenStore.Pending {
    MailedTokenStore.Pending(
      email: account.email.text, username: account.username, hash: hash, plan: account.plan)
  }

  /// Makes the account with its subscription; the email decides which of many at once is the one.
  func make(
    _ email: EmailAddress, _ account: MailedTokenStore.Pending, role: UserRole = .user,
    verifiedAt: Int64?, from origin: RequestOrigin
  ) async throws -> User {
    let now = ground.now()
    let user = User(
      id: "usr_" + SecureRandom.base62(22), email: email.text, username: account.username,
      role: role, verifiedAt: verifiedAt, createdAt: now)
    let (users, subscriptions) = (users, ground.subscriptions)
    do {
      try await ground.database.transaction { transaction in
        try await users.add(user, key: email.key, hash: account.hash, in: transaction)
        try await subscriptions.start(account.plan, for: user.id, in: transaction, at: now)
      }
    } catch let failure as DatabaseFailure {
      guard case .uniqueViolation = failure.code else { throw failure }
      tally.note(.registrationRefused)
      throw Problem(AccountsProblems.emailTaken)
    }
    do {
      try await ground.audit.record(
        origin.entry(
          "user.registered", actorID: origin.actorID.isEmpty ? user.id : nil, subjectID: user.id,
          at: now,
          details: [
            .init("role", .string(role.rawValue)), .init("plan", .string(account.plan)),
          ]))
    } catch {
      // What the trail does not have must not have happened.
      try await users.remove(user.id, in: ground.database)
      throw error
    }
    tally.note(.registered)
    return user
  }

  private func sendConfirmation(to user: User) async throws {
    let (token, digest) = MailedTokenStore.make()
    let expiresAt = ground.now() + verificationSeconds
    let tokens = tokens
    try await ground.database.transaction { transaction in
      try await tokens.add(
        digest, for: .verification, userID: user.id, expiresAt: expiresAt, in: transaction)
    }
    await post.send(
      mail.confirmation(
        to: user.email, token: token, hours: max(verificationSeconds / 3600, 1)))
  }
}
