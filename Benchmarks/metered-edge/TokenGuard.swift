import Capabilities
import Routing

/// A guard that lets through whoever has a token that is known.
struct TokenGuard: RouteGuard {
  let source: any CredentialSource
  let meter: any RequestMeter

  func admit(_ request: Request, to route: Route) async throws -> Admission {
    if route.access == .open { return Admission() }
    let bytes = request.bytes.span
    guard let credential = request.head.credential(in: bytes) else {
      throw AreaGuard.unauthenticated
    }
    let text = String(decoding: credential.indices.map { credential[$0] }, as: UTF8.self)
    guard let grant = try await source.grant(for: text) else { throw AreaGuard.unauthenticated }
    let (fields, number) = try await meter.take(for: request, to: route, grant: grant)
    return Admission(caller: grant.caller, fields: fields, meter: number)
  }
}
