internal import Capabilities
internal import HTTP
internal import Routing

/// Lets anybody through to public areas within the limits of an address, where nobody has an
/// account: whoever presents a credential is then somebody whom nobody knows.
struct MeteredAreaGuard: RouteGuard {
  private let areas: AreaGuard
  private let meter: any RequestMeter

  init(publicAreas: Set<RouteAccess.Area>, meter: any RequestMeter) {
    areas = AreaGuard(publicAreas: publicAreas)
    self.meter = meter
  }

  func admit(_ request: Request, to route: Route) async throws -> Admission {
    if route.access == .open { return Admission() }
    guard !request.head.presentsCredential else { throw AreaGuard.unauthenticated }
    var admission = try await areas.admit(request, to: route)
    (admission.fields, admission.meter) = try await meter.take(
      for: request, to: route, grant: nil)
    return admission
  }
}
