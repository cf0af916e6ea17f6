internal import CSQLite
internal import Persistence

extension DatabaseFailure {
  /// SQLite's extended result codes of constraints, which its header computes (`rescode.html`).
  private enum Constraint {
    static let check: Int32 = 275
    static let foreignKey: Int32 = 787
    static let notNull: Int32 = 1299
    static let primaryKey: Int32 = 1555
    static let unique: Int32 = 2067
    static let rowID: Int32 = 2579
  }

  /// SQLite's code for a snapshot that is too old to write from.
  private static let busySnapshot: Int32 = 517

  /// The failure that SQLite reports with an extended result code and a message, which names
  /// tables and columns but holds no bound values.
  init(sqlite result: Int32, _ message: String) {
    switch result {
    case Constraint.unique, Constraint.primaryKey, Constraint.rowID:
      let columns = message.split(separator: ": ", maxSplits: 1).last.map(String.init)
      self.init(.uniqueViolation(constraint: columns), message, sqlState: "23505")
    case Constraint.foreignKey: self.init(.foreignKeyViolation, message, sqlState: "23503")
    case Constraint.notNull: self.init(.notNullViolation, message, sqlState: "23502")
    case Constraint.check: self.init(.checkViolation, message, sqlState: "23514")
    case Self.busySnapshot: self.init(.serializationFailure, message, sqlState: "40001")
    default: self.init(primary: result & 0xff, message)
    }
  }

  private init(primary result: Int32, _ message: String) {
    switch result {
    case SQLITE_BUSY, SQLITE_LOCKED:
      self.init(.timedOut, "another process holds the database: \(message)", sqlState: "55P03")
    case SQLITE_INTERRUPT:
      self.init(.timedOut, "the statement took too long", sqlState: "57014")
    case SQLITE_ERROR where message.hasPrefix("no such table"):
      self.init(.undefinedTable, message, sqlState: "42P01")
    case SQLITE_ERROR: self.init(.syntax, message, sqlState: "42000")
    case SQLITE_READONLY: self.init(.other, message, sqlState: "25006")
    case SQLITE_TOOBIG, SQLITE_RANGE, SQLITE_MISMATCH:
      self.init(.invalidValue, message, sqlState: "22000")
    case SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_FORMAT:
      self.init(.unusable, "the file cannot be used: \(message)")
    case SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_FULL, SQLITE_PERM, SQLITE_AUTH, SQLITE_NOLFS:
      self.init(.unavailable, message, sqlState: "58030")
    case SQLITE_NOMEM: self.init(.overloaded, message, sqlState: "53200")
    default: self.init(.other, message)
    }
  }
}
