/// The schema is older than the program, and `database.migrate` says to leave it alone.
package struct PendingMigrations: Error, CustomStringConvertible {
  /// What is to be run, in order.
  package let ids: [String]

  package var description: String {
    "the database waits for migrations (\(ids.joined(separator: ", "))); run floe migrate, or set "
      + "database.migrate to true"
  }
}
