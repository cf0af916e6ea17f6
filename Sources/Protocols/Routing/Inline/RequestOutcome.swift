/// What became of a request, for counters and the access log.
@usableFromInline package struct RequestOutcome: Sendable {
  /// How the cache took part.
  @usableFromInline package enum CacheResult: UInt8, CaseIterable, Sendable {
    case none, hit, miss, collapsed, stale, bypass, negativeHit

    /// Its place among the results, which is its raw value: the cached path reads it in place.
    @inlinable package var index: Int {
      switch self {
      case .none: 0
      case .hit: 1
      case .miss: 2
      case .collapsed: 3
      case .stale: 4
      case .bypass: 5
      case .negativeHit: 6
      }
    }
  }

  /// The status code.
  @usableFromInline package var status: UInt16
  /// Bytes of content sent or to be sent, without the head.
  @usableFromInline package var bodyCount: Int64
  @usableFromInline package var cache: CacheResult
  /// The index of the route in the router's list; the closed set of metric labels.
  @usableFromInline package var route: UInt16
  /// Whom the request is counted for on its shard; 0 is nobody.
  @usableFromInline package var meter: UInt32
  /// Bytes of content received.
  @usableFromInline package var receivedCount: Int64
  /// Bytes that were stored for the client, beyond this request.
  @usableFromInline package var storedCount: Int64

  /// An outcome whose parts are all known.
  @inlinable package init(
    status: UInt16, bodyCount: Int64, cache: CacheResult = .none, route: UInt16 = 0,
    meter: UInt32 = 0, receivedCount: Int64 = 0, storedCount: Int64 = 0
  ) {
    self.status = status
    self.bodyCount = bodyCount
    self.cache = cache
    self.route = route
    self.meter = meter
    self.receivedCount = receivedCount
    self.storedCount = storedCount
  }
}
