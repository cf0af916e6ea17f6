/// A connection that waits for a place: which one of which shard, and since when.
struct ConnectionTicket: Hashable {
  let shard: Int
  /// Its number among those that the shard ever had to let wait.
  let number: UInt64
  /// Milliseconds of the monotonic clock.
  let since: UInt64
}
