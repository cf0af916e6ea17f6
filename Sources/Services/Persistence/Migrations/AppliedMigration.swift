/// A migration that the database has seen.
package struct AppliedMigration: Sendable, Hashable {
  /// Its name, the digest of what was run, and when that was, in seconds since 1970.
  package let id: String
  package let checksum: String
  package let appliedAt: Int64
}
