/// A value as a database keeps it: what SQLite, PostgreSQL and CockroachDB have in common.
@frozen
package enum DatabaseValue: Sendable, Hashable {
  /// Nothing known.
  case null
  /// `BIGINT`; booleans are kept as 0 and 1.
  case integer(Int64)
  /// `DOUBLE PRECISION`.
  case real(Double)
  /// `TEXT`, without NUL.
  case text(String)
  /// `BYTEA`.
  case bytes([UInt8])

  /// The kind of the value, for messages that must not show it.
  package var kind: StaticString {
    switch self {
    case .null: "null"
    case .integer: "an integer"
    case .real: "a real number"
    case .text: "a text"
    case .bytes: "bytes"
    }
  }
}
