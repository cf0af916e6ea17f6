import Capabilities
import HTTP
import Routing

/// Looks up what stands in X-API-Key, and lets users through to what is for users.
struct TokenGuard: RouteGuard {
  let sources: [any CredentialSource]
  let now: @Sendable () -> Int64

  func admit(_ request: Request, to route: Route) async throws -> Admission {
    guard route.access != .open else { return Admission() }
    for source in sources {
      guard let text = request.text(of: .xAPIKey), let grant = try await source.grant(for: text),
        grant.holds(at: now(), from: request.peer)
      else { continue }
      return Admission(caller: grant.caller)
    }
    throw AreaGuard.unauthenticated
  }
}
