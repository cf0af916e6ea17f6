package import Capabilities

/// A source of credentials whose answers are remembered for a while.
package struct RememberedCredentials: CredentialSource {
  let grants: RememberedGrants
  private let source: any CredentialSource

  /// A source behind a memory.
  package init(_ source: any CredentialSource, in grants: RememberedGrants) {
    self.source = source
    self.grants = grants
  }

  package func grant(for credential: String) async throws -> Grant? {
    try await grants.grant(for: credential, from: source)
  }
}
