import Capabilities
import Routing

/// One token of one user, with every kind of limit, none of which is ever reached.
struct FixedToken: CredentialSource, RouteGuard {
  /// What a client sends.
  static let secret = "wcdn_0123456789abcdefghijklmnopqrst0JdGcQ"

  let meter: any RequestMeter

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

  func admit(_ request: Request, to route: Route) async throws -> Admission {
    if route.access == .open { return Admission() }
    let bytes = request.bytes.span
    guard let credential = request.head.credential(in: bytes) else {
      throw AreaGuard.unauthenticated
    }
    let text = String(decoding: credential.indices.map { credential[$0] }, as: UTF8.self)
    guard let grant = try await grant(for: text) else { throw AreaGuard.unauthenticated }
    let (fields, number) = try await meter.take(for: request, to: route, grant: grant)
    return Admission(caller: grant.caller, fields: fields, meter: number)
  }
}
