package import Capabilities
package import Routing

/// Parts of an edge that it does not make for itself: what a test, or an edge inside another
/// program, puts in the place of its own.
package struct EdgeParts: Sendable {
  /// Where it is known what credentials allow.
  package var credentials: (any CredentialSource)?
  /// Makes the guard of all routes, which looks credentials up and asks the meter for each request
  /// that it lets pass.
  package var admission:
    (
      @Sendable (_ credentials: any CredentialSource, _ meter: any RequestMeter) -> any RouteGuard
    )?
  /// Where metering says what it notices.
  package var outlets = MeteringOutlets()

  /// Nothing in the place of anything.
  package init() {}

  /// The guard of all routes, if there is one in the place of the edge's own.
  func admission(_ metering: MeteringWiring) -> (any RouteGuard)? {
    guard let credentials = metering.credentials else { return nil }
    return admission?(credentials, metering.requests)
  }
}
