internal import Digests

/// A step forward of the schema: run once, in order, and never changed afterwards.
///
/// Its statements take no values and are written in what SQLite, PostgreSQL and CockroachDB share.
package struct Migration: Sendable, Hashable {
  /// Its name for ever, unique among all capabilities: `accounts-0001`.
  package let id: String
  /// What it does, in order.
  package let statements: [SQL]

  /// A migration of at least one statement.
  package init(id: String, statements: [SQL]) {
    precondition(!id.isEmpty && !statements.isEmpty, "a migration does something")
    precondition(statements.allSatisfy(\.values.isEmpty), "a migration binds no values")
    self.id = id
    self.statements = statements
  }

  /// A digest of its statements (SHA-256, in hexadecimal): a migration that was run and has
  /// another one since was changed.
  package var checksum: String {
    var state = DigestState(.sha256)
    for statement in statements {
      let bytes = Array(statement.text.utf8) + [0]
      unsafe bytes.withUnsafeBytes { unsafe state.update($0.bytes) }
    }
    return state.finalize().map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }
}
