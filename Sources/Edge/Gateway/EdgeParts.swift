package import Capabilities
package import Routing

/// Parts of an edge that it does not make for itself: what a test, or an edge inside another
/// program, puts in the place of its own.
package struct EdgeParts: Sendable {
  /// Makes the guard of all routes, which asks the meter for each request that it lets pass.
  package var admission: (@Sendable (_ meter: any RequestMeter) -> any RouteGuard)?
  /// Where metering says what it notices.
  package var outlets = MeteringOutlets()

  /// Nothing in the place of anything.
  package init() {}
}
