internal import Locks
internal import Persistence

/// Where the pool's loop writes its numbers up, for whoever scrapes them.
final class PoolBoard: Sendable {
  private let state: Mutex<DatabasePoolCounts>

  init(_ counts: DatabasePoolCounts) { state = Mutex(counts) }

  /// The numbers that were written last.
  var counts: DatabasePoolCounts { state.withLock { $0 } }

  /// Writes the numbers of now.
  func write(_ counts: DatabasePoolCounts) { state.withLock { $0 = counts } }
}
