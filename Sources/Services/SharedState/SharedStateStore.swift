/// What edges know together: counters, limits, sessions and messages.
///
/// A port without I/O. `LocalSharedState` keeps everything in the process, an adapter over Redis or
/// Valkey keeps it for all edges; both follow the rules of `CellRate` and `QuotaRule`, and both pass
/// the same suite of tests.
///
/// Keys are at most `SharedStateBounds.keyBytesMax` bytes of UTF-8 and values at most
/// `valueBytesMax`; past that, and for arguments that make no sense, `SharedStateFailure.refused` is
/// thrown. An expiry is longer than zero. One key has one kind of value: who increments what somebody
/// has set as bytes gets `.refused`.
package protocol SharedStateStore: Sendable {
  /// Adds to a counter and returns its new value; a counter that is not there starts at 0 and then,
  /// and only then, gets its expiry, so that a stream of increments does not keep it alive.
  func increment(
    _ key: String, by amount: Int64, expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Int64

  /// The bytes under a key; nil when there are none, or when they have expired.
  func get(_ key: String) async throws(SharedStateFailure) -> [UInt8]?

  /// Puts bytes under a key in place of whatever was there.
  func set(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure)

  /// Puts bytes under a key unless something is there already; tells whether it did.
  func setIfAbsent(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Bool

  /// Removes what is under a key; tells whether something was.
  func delete(_ key: String) async throws(SharedStateFailure) -> Bool

  /// Takes from a rate as many of the wanted cells as conform, or none when fewer than `atLeast` do.
  ///
  /// One clock decides for all edges: the store's own. Throws `.refused` unless
  /// 1 ≤ `atLeast` ≤ `wanted` and `atLeast` ≤ the burst, since more than that would never be granted.
  func takeRate(
    _ key: String, _ rate: CellRate, wanted: Int, atLeast: Int
  ) async throws(SharedStateFailure) -> RateGrant

  /// Takes from a quota as much of what is wanted as is left; what is used never exceeds `limit`.
  ///
  /// The counter goes when `expiresAt` has come, as the first taker has set it. Throws `.refused`
  /// when that moment is past, when `wanted` is less than 1 or `limit` less than 0.
  func takeQuota(
    _ key: String, limit: Int64, wanted: Int64, expiresAt: SharedTime
  ) async throws(SharedStateFailure) -> QuotaGrant

  /// Gives back what was taken from a quota and not used; returns what is used then, never less
  /// than 0. A quota that has expired stays gone.
  func release(_ key: String, quota count: Int64) async throws(SharedStateFailure) -> Int64

  /// Sends a message to whoever listens to a channel now, on this edge and on others. Nothing is kept
  /// for those who come later, and a message is delivered at most once.
  func publish(_ channel: String, _ message: [UInt8]) async throws(SharedStateFailure)

  /// Listens to a channel until the subscription is cancelled or let go of.
  ///
  /// `receive` is called in order, for one event at a time, on a thread of the store's choice, and must
  /// not block. The subscription outlives losses of the connection: see `ChannelEvent`. Throws
  /// `.overloaded` when there are too many subscriptions.
  func subscribe(
    _ channel: String, _ receive: @escaping @Sendable (ChannelEvent) -> Void
  ) throws(SharedStateFailure) -> ChannelSubscription

  /// How the store is at this moment; asks nobody.
  var health: SharedStateHealth { get }
}

extension SharedStateStore {
  /// Takes one cell from a rate, or none.
  package func takeRate(
    _ key: String, _ rate: CellRate, wanted: Int = 1
  ) async throws(SharedStateFailure) -> RateGrant {
    try await takeRate(key, rate, wanted: wanted, atLeast: 1)
  }

  /// Adds to a counter that does not expire.
  package func increment(
    _ key: String, by amount: Int64 = 1
  ) async throws(SharedStateFailure) -> Int64 {
    try await increment(key, by: amount, expiresAfter: nil)
  }

  /// Puts bytes under a key for good.
  package func set(_ key: String, _ value: [UInt8]) async throws(SharedStateFailure) {
    try await set(key, value, expiresAfter: nil)
  }
}
