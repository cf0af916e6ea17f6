import Routing

/// Lets one caller through to the routes that it may call, as an edge does.
package struct ProvenCaller: RouteGuard {
  package let caller: Caller

  /// A guard for a caller.
  package init(caller: Caller) { self.caller = caller }

  package func admit(_ request: Request, to route: Route) async throws -> Admission {
    let isAllowed =
      switch route.access {
      case .open: true
      case .permission(let permission, _): caller.permissions.allows(permission)
      case .user: caller.hasSignedIn
      case .administrator: caller.isAdministrator
      }
    guard isAllowed else {
      throw caller.proof == .anonymous
        ? AreaGuard.unauthenticated : Problem(RoutingProblems.permissionDenied)
    }
    return Admission(caller: caller)
  }
}
