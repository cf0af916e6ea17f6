internal import Persistence

/// What the pool's driver is to do.
enum PoolAction: Hashable {
  /// Make a connection of this number.
  case open(Int)
  /// End it.
  case close(Int)
  /// Ask the server whether it is still there.
  case check(Int)
  /// Let the caller have the connection.
  case give(Int, to: UInt64)
  /// Tell the caller that there is none.
  case fail(UInt64, DatabaseFailure)
}
