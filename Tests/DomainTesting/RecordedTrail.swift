import Capabilities
import Locks

/// An audit trail that a test can read, and let fail.
package final class RecordedTrail: AuditTrail {
  /// The trail has no paper.
  package struct Full: Error {}

  private let entries = Mutex<[AuditEntry]>([])
  private let isFull = Mutex(false)

  /// Nothing recorded.
  package init() {}

  /// What was recorded.
  package var actions: [String] { entries.withLock { $0.map(\.action) } }

  /// Lets every further record fail.
  package func fill() { isFull.withLock { $0 = true } }

  package func record(_ entry: AuditEntry) async throws {
    guard isFull.withLock({ !$0 }) else { throw Full() }
    entries.withLock { $0.append(entry) }
  }
}
