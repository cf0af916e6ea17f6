internal import Bytes
package import Capabilities
internal import HTTP
package import Routing

/// A guard as small as a guard can be: it looks a credential up, checks the permission, and asks the
/// meter.
package struct CredentialGuard: RouteGuard {
  private let areas: AreaGuard
  private let source: any CredentialSource
  private let meter: any RequestMeter

  /// A guard over a source of credentials.
  package init(
    publicAreas: Set<RouteAccess.Area>, source: any CredentialSource, meter: any RequestMeter
  ) {
    areas = AreaGuard(publicAreas: publicAreas)
    self.source = source
    self.meter = meter
  }

  package func admit(_ request: Request, to route: Route) async throws -> Admission {
    if route.access == .open { return Admission() }
    let bytes = request.bytes.span
    guard request.head.presentsCredential else {
      var admission = try await areas.admit(request, to: route)
      (admission.fields, admission.meter) = try await meter.take(
        for: request, to: route, grant: nil)
      return admission
    }
    guard let credential = request.head.credential(in: bytes) else {
      throw AreaGuard.unauthenticated
    }
    let text = String(copying: credential)
    guard let grant = try await source.grant(for: text),
      grant.holds(at: request.receivedAt, from: request.peer)
    else { throw AreaGuard.unauthenticated }
    switch route.access {
    case .open: break
    case .permission(let wanted, _):
      guard areas.isOpen(route.access) || grant.caller.permissions.allows(wanted) else {
        throw Problem(RoutingProblems.permissionDenied)
      }
    case .user:
      guard grant.caller.hasSignedIn else { throw Problem(RoutingProblems.permissionDenied) }
    case .administrator: throw Problem(RoutingProblems.permissionDenied)
    }
    let (fields, number) = try await meter.take(for: request, to: route, grant: grant)
    return Admission(caller: grant.caller, fields: fields, meter: number)
  }
}
