import Capabilities
import Locks

/// Keeps audit entries, or refuses them.
final class RecordedTrail: AuditTrail {
  /// What a trail that is full says.
  struct Full: Error {}

  private let kept = Mutex<[AuditEntry]>([])
  private let isFull = Mutex(false)

  func record(_ entry: AuditEntry) async throws {
    if isFull.withLock({ $0 }) { throw Full() }
    kept.withLock { $0.append(entry) }
  }

  /// Refuses everything from here on.
  func fill() { isFull.withLock { $0 = true } }

  /// Every entry, the oldest first.
  var entries: [AuditEntry] { kept.withLock { $0 } }

  /// What happened, in order.
  var actions: [String] { entries.map(\.action) }
}
