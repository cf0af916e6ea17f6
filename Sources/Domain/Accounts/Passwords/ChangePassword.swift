internal import Capabilities
internal import Passwords
internal import Persistence
internal import Routing

/// Sets another password for a user who knows the present one; all other sessions end.
struct ChangePassword: Sendable {
  let ground: AccountsGround
  let check: CheckPassword
  let workshop: PasswordWorkshop
  let replace: ReplacePassword
  let tally: AccountsTally
  let users = UserStore()

  /// - Parameter sessionID: the session that stays.
  func callAsFunction(
    _ userID: String, current: Password, new: Password, sessionID: String,
    from origin: RequestOrigin
  ) async throws {
    guard let known = try await users.known(byID: userID, in: ground.database),
      let email = EmailAddress(known.user.email)
    else { throw Problem(RoutingProblems.unauthenticated) }
    let user = try await check(email.key, current, from: origin) { known }
    try await replace(
      user, by: try await workshop.hash(new), keeping: sessionID, "password.changed", from: origin)
    tally.note(.passwordChanged)
  }
}
