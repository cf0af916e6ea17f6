import Capabilities
import Routing

/// One token of one user, with every kind of limit, none of which is ever reached.
struct FixedToken: CredentialSource {
  /// What a client sends.
  static let secret = "wcdn_0123456789abcdefghijklmnopqrst0JdGcQ"

  func grant(for credential: String) async throws -> Grant? {
    guard credential == Self.secret else { return nil }
    return Grant(
      caller: Caller(
        .token, userID: "user-1", credentialID: "token-1",
        permissions: [.readCDN, .uploadFiles]),
      userAllowance: Allowance(
        requestsPerMinute: 1_000_000_000, requestsPerDay: 1_000_000_000_000,
        requestsPerMonth: 1_000_000_000_000, bytesPerMonth: 1 << 51))
  }
}
