/// What became of a request, for counters and the access log.
package struct RequestOutcome: Sendable {
  /// How the cache took part.
  package enum CacheResult: UInt8, CaseIterable, Sendable {
    case none, hit, miss, collapsed, stale, bypass, negativeHit
  }

  /// The status code.
  package var status: UInt16
  /// Bytes of content sent or to be sent, without the head.
  package var bodyCount: Int64
  package var cache: CacheResult
  /// The index of the route in the router's list; the closed set of metric labels.
  package var route: UInt16

  /// An outcome whose parts are all known.
  package init(
    status: UInt16, bodyCount: Int64, cache: CacheResult = .none, route: UInt16 = 0
  ) {
    self.status = status
    self.bodyCount = bodyCount
    self.cache = cache
    self.route = route
  }
}
