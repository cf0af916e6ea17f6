internal import Locks
internal import Persistence

/// The open database, while there is one.
final class DatabaseKeep: Sendable {
  private let kept = Mutex<(any Database)?>(nil)

  /// The one that is open.
  var database: (any Database)? { kept.withLock { $0 } }

  /// Keeps one that was opened.
  func keep(_ database: any Database) { kept.withLock { $0 = database } }

  /// Hands it out for closing.
  func take() -> (any Database)? { kept.withLock { $0.take() } }
}
