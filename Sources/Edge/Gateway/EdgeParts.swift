package import Capabilities
internal import Metering
package import Routing
package import SharedState
internal import Telemetry

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

  /// What edges know together, in the place of a store in the process.
  package var sharedState: (any SharedStateStore)?

  /// Bytes that the process takes of the memory; nil when nobody can tell.
  package var residentBytes: @Sendable () -> Int? = { ProcessMemory.residentBytes }

  /// How often it is looked at whether requests are as usual.
  package var trafficPeriod = Duration.seconds(1)

  /// Nothing in the place of anything.
  package init() {}

  /// The guard of all routes: the edge's own, unless there is one in its place.
  func admission(_ callers: CallersWiring) -> any RouteGuard {
    let metering = callers.metering
    let source =
      credentials ?? callers.accounts.credentials(tokens: callers.subscribers.tokens.credentials)
    let remembered = RememberedCredentials(source, in: metering.remembered)
    return admission?(remembered, metering.requests)
      ?? callers.accounts.routeGuard(credentials: remembered, meter: metering.requests)
  }
}
