package import Persistence

/// The end of the chain: what a copy that is kept elsewhere can be compared with later.
package struct AuditHead: Hashable, Sendable {
  /// How many entries there are.
  package let number: Int64
  /// The hash of the last.
  package let hash: String

  /// A head.
  package init(number: Int64, hash: String) {
    self.number = number
    self.hash = hash
  }

  /// The head of a text such as `1204:5f3c…`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int64(parts[0]), number >= 0, parts[1].utf8.count == 64
    else { return nil }
    self.init(number: number, hash: String(parts[1]))
  }

  /// The head as text.
  package var text: String { "\(number):\(hash)" }

  /// The head that a database has noted.
  package static func noted(in database: any Database) async throws(DatabaseFailure) -> AuditHead {
    guard let row = try await database.first("SELECT number, hash FROM audit_head WHERE id = 1")
    else { throw DatabaseFailure(.unexpectedShape, "the head of the audit log is missing") }
    return AuditHead(number: try row.value(at: 0), hash: try row.value(at: 1))
  }
}
