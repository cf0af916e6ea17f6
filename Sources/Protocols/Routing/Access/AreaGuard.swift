internal import HTTP

/// Lets anybody through to what is open and to the areas that are public, and nobody to anything
/// else: what holds where there are no accounts.
package struct AreaGuard: RouteGuard {
  private let publicAreas: Set<RouteAccess.Area>

  /// A guard; without areas only open routes answer.
  package init(publicAreas: Set<RouteAccess.Area>) { self.publicAreas = publicAreas }

  /// Whether anybody may call a route.
  package func isOpen(_ access: RouteAccess) -> Bool {
    switch access {
    case .open: true
    case .permission(_, let area): publicAreas.contains(area)
    case .user, .administrator: false
    }
  }

  package func admit(_ request: Request, to route: Route) async throws -> Admission {
    guard isOpen(route.access) else { throw Self.unauthenticated }
    return Admission()
  }

  /// The problem of who has proven nothing (RFC 9110 §15.5.2).
  package static var unauthenticated: Problem {
    Problem(
      RoutingProblems.unauthenticated,
      fields: [HTTPField(.wwwAuthenticate, "Bearer realm=\"floe\"")])
  }
}
