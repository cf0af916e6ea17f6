/// Why the schema cannot be brought forward.
package enum MigrationFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// These were run, and their statements are others now.
  case changed([String])
  /// These were run, and this program does not know them: it is older than the database.
  case unknown([String])
  /// Two migrations have one name.
  case duplicate(String)
  /// A migration failed; what it did was undone.
  case failed(id: String, DatabaseFailure)
  /// The database could not be asked.
  case database(DatabaseFailure)

  package var description: String {
    switch self {
    case .changed(let ids):
      "these migrations were changed after they had been run: \(ids.joined(separator: ", "))"
    case .unknown(let ids):
      "the database is newer than this program, which does not know the migrations "
        + ids.joined(separator: ", ")
    case .duplicate(let id): "two migrations are called \(id)"
    case .failed(let id, let failure): "migration \(id) failed: \(failure)"
    case .database(let failure): "\(failure)"
    }
  }
}
