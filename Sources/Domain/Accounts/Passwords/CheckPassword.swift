internal import Capabilities
internal import JSON
internal import Passwords
internal import Persistence
internal import Routing

/// Compares a password under the limits of guessing, and renews a hash that has become too cheap.
struct CheckPassword: Sendable {
  let ground: AccountsGround
  let limits: AttemptLimits
  let workshop: PasswordWorkshop
  let tally: AccountsTally
  let users = UserStore()

  /// The user whose password it is.
  ///
  /// - Parameters:
  ///   - emailKey: what attempts are counted by, whether it has an account or not.
  ///   - find: the user and the hash, or nil when there is none.
  /// - Throws: 429 while attempts are delayed, 401 when it is not the password.
  func callAsFunction(
    _ emailKey: String, _ password: Password, from origin: RequestOrigin,
    find: () async throws -> UserStore.Known?
  ) async throws -> User {
    let attempt: AttemptLimits.Attempt
    do {
      attempt = try await limits.begin(emailKey: emailKey, from: origin)
    } catch {
      if let problem = error as? Problem, problem.type == AccountsProblems.signInDelayed {
        tally.note(.signInDelayed)
      }
      throw error
    }
    let known = try await find()
    let isRight = try await workshop.matches(password, known?.hash)
    guard isRight, let known, known.user.isActive else {
      try await refused(attempt, known?.user.id ?? "", emailKey, from: origin)
      throw Problem(AccountsProblems.signInRefused)
    }
    try await limits.succeeded(attempt)
    if known.hash.isWeaker(than: workshop.cost) { try await renew(known, password) }
    return known.user
  }

  private func refused(
    _ attempt: AttemptLimits.Attempt, _ userID: String, _ emailKey: String,
    from origin: RequestOrigin
  ) async throws {
    tally.note(.signInRefused)
    let now = ground.now()
    // The email itself stays out: it may be a password that was typed into the wrong field.
    let details = [
      JSONValue.Member("email", .string(AttemptLimits.name(of: emailKey))),
      JSONValue.Member("attempt", .integer(attempt.number)),
    ]
    try await ground.audit.record(
      origin.entry("session.refused", subjectID: userID, at: now, details: details))
    guard limits.locks(attempt) else { return }
    tally.note(.locked)
    try await ground.audit.record(
      origin.entry("user.locked", subjectID: userID, at: now, details: details))
  }

  private func renew(_ known: UserStore.Known, _ password: Password) async throws {
    let hash = try await workshop.hash(password)
    _ = try await users.replaceHash(
      of: known.user.id, known.hash, by: hash, in: ground.database)
  }
}
