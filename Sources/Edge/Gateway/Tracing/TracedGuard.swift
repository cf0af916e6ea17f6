internal import Routing
internal import Traces

/// The guard of all routes, whose work is a span of the request's trace.
struct TracedGuard: RouteGuard {
  let guarded: any RouteGuard

  func admit(_ request: Request, to route: Route) async throws -> Admission {
    try await withSpan("admission") { try await guarded.admit(request, to: route) }
  }
}
