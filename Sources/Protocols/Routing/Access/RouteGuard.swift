/// Decides who may call a route: asked once for every request that has one, before its handler.
package protocol RouteGuard: Sendable {
  /// Lets a request pass, on the loop of its connection.
  ///
  /// - Throws: a `Problem`, or an error that becomes one, when the request is refused.
  func admit(_ request: Request, to route: Route) async throws -> Admission
}
