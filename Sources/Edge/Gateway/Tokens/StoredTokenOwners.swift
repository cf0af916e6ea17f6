internal import AccessTokens
internal import Metering

/// What metering asks of tokens.
struct StoredTokenOwners: TokenOwners {
  let tokens: AccessTokenStore

  func owner(ofToken tokenID: String) async throws -> String? {
    try await tokens.owner(of: tokenID)
  }
}
