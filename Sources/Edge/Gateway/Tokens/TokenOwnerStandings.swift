internal import AccessTokens
internal import Accounts

/// What tokens ask of their users, answered by accounts.
struct TokenOwnerStandings: UserStanding {
  let current: CurrentStanding

  func standing(of userID: String) async throws -> OwnerStanding? {
    guard let standing = try await current(of: userID) else { return nil }
    return OwnerStanding(permissions: standing.permissions, allowance: standing.allowance)
  }
}
