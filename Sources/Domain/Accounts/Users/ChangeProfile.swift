internal import Capabilities
internal import Persistence
internal import Routing

/// Reads and changes what a user is shown by.
struct ChangeProfile: Sendable {
  let ground: AccountsGround
  let users = UserStore()

  /// The user who is signed in, with the name of the plan.
  ///
  /// - Parameter username: another name, already checked; nil to leave it.
  func callAsFunction(
    _ userID: String, username: String?
  ) async throws -> (user: User, standing: Standing) {
    if let username { try await users.rename(userID, to: username, in: ground.database) }
    // An account that went away between the guard and here.
    guard let user = try await users.user(userID, in: ground.database) else {
      throw Problem(RoutingProblems.unauthenticated)
    }
    return (user, try await ground.standings.standing(of: userID, at: ground.now()))
  }
}
