/// Where a database stands.
package struct MigrationStatus: Sendable, Hashable {
  /// What was run, in the order of the time.
  package let applied: [AppliedMigration]
  /// What is still to run, in order.
  package let pending: [Migration]
}
