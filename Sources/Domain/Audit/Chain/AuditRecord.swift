package import Capabilities
internal import JSON
internal import Persistence

/// An entry of the audit log as it is kept.
package struct AuditRecord: Hashable, Sendable {
  /// Its place in the chain, from 1.
  package let number: Int64
  /// What it says; its details are in `details`.
  package let entry: AuditEntry
  /// The details as the JSON text that was hashed.
  package let details: String
  /// The hash that it is tied to, and its own.
  package let previous: String
  package let hash: String

  /// Whether the hash is that of what the record says now.
  package var isGenuine: Bool {
    hash == AuditHash.of(entry, details: details, number: number, after: previous)
  }

  static let columns: SQL = """
    number, happened_at, action, actor_id, subject_id, address, request_id, details, previous, hash
    """

  init(_ row: Row) throws(DatabaseFailure) {
    number = try row.value(at: 0)
    entry = AuditEntry(
      try row.value(at: 2), actorID: try row.value(at: 3), subjectID: try row.value(at: 4),
      address: try row.value(at: 5), requestID: try row.value(at: 6),
      happenedAt: try row.value(at: 1))
    details = try row.value(at: 7)
    previous = try row.value(at: 8)
    hash = try row.value(at: 9)
  }
}
