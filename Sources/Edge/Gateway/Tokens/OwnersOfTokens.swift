internal import AccessTokens
internal import Metering

/// Whose tokens are whose, as metering asks.
struct OwnersOfTokens: TokenOwners {
  let tokens: AccessTokenStore

  func owner(ofToken tokenID: String) async throws -> String? {
    try await tokens.owner(of: tokenID)
  }
}
