internal import Synchronization

/// How many transactions carried the works of all callers: fewer than works, when many write at once.
final class SQLiteCommitCount: Sendable {
  private let count = Atomic<Int>(0)

  /// The number now.
  var value: Int { count.load(ordering: .relaxed) }

  /// One more.
  func add() { count.add(1, ordering: .relaxed) }
}
