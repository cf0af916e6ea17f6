package import Bytes
package import Capabilities
internal import Locks
package import Routing

/// Credentials that a test gives out and takes back.
package final class TestCredentials: CredentialSource {
  private let grants = Mutex<[String: Grant]>([:])
  private let lookups = Mutex(0)

  /// No credentials.
  package init() {}

  /// How often somebody has looked one up.
  package var lookupCount: Int { lookups.withLock { $0 } }

  package func grant(for credential: String) async throws -> Grant? {
    lookups.withLock { $0 += 1 }
    return grants.withLock { $0[credential] }
  }

  /// Gives a token of a user out, or changes what it allows; the secret is what a client sends.
  package func give(
    _ secret: String, id: String, user: String = "user-1",
    permissions: Permission = .readCDN, plan: Allowance = Allowance(), own: Allowance? = nil,
    expiresAt: Int64? = nil, addresses: [AddressBlock] = []
  ) {
    let caller = Caller(.token, userID: user, credentialID: id, permissions: permissions)
    let grant = Grant(
      caller: caller, userAllowance: plan, ownAllowance: own, expiresAt: expiresAt,
      addresses: addresses)
    grants.withLock { $0[secret] = grant }
  }

  /// Gives a session of a user out.
  package func signIn(_ secret: String, user: String) {
    let caller = Caller(.session, userID: user, credentialID: "session", permissions: [])
    grants.withLock { $0[secret] = Grant(caller: caller, userAllowance: Allowance()) }
  }

  /// Takes a credential back, without telling anybody.
  package func takeBack(_ secret: String) { grants.withLock { $0[secret] = nil } }
}
