internal import Persistence
internal import Routing

/// What a user may do now, by plan and role, whatever the credential: for whoever keeps credentials of
/// its own.
package struct CurrentStanding: Sendable {
  private let ground: AccountsGround
  private let users = UserStore()

  init(ground: AccountsGround) { self.ground = ground }

  /// The standing of a user; nil for who does not exist, or may not sign in.
  package func callAsFunction(of userID: String) async throws -> Standing? {
    guard let user = try await users.user(userID, in: ground.database), user.isActive else {
      return nil
    }
    let standing = try await ground.standings.standing(of: userID, at: ground.now())
    guard user.role == .administrator else { return standing }
    return Standing(
      plan: standing.plan, permissions: standing.permissions.union(.admin),
      allowance: standing.allowance)
  }
}
