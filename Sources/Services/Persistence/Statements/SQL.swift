/// One statement of SQL whose values travel beside its text, never inside it.
///
/// The text can only be made from literals of the source: the pieces are `StaticString`, which no
/// string of the running program becomes. Every interpolated value is a bound parameter, `$1`, `$2`
/// and so on, so what a client sends is data whatever it says. Another `SQL` may be spliced in.
///
///     let sql: SQL = "SELECT name FROM users WHERE email = \(email) AND age > \(18)"
///
/// Write what SQLite 3.40, PostgreSQL and CockroachDB all take: the types `BIGINT`, `TEXT`,
/// `BYTEA` and `DOUBLE PRECISION`, `INSERT … ON CONFLICT … DO UPDATE`, `RETURNING`; sums as
/// `CAST(SUM(x) AS BIGINT)`.
package struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// What stands before, between and after the values: always one more than there are values.
  var literals: [String]
  /// The bound values, in the order of their placeholders.
  package private(set) var values: [DatabaseValue]

  /// The most values that one statement may bind: what SQLite 3.40 takes.
  package static let valuesMax = 32_766

  /// A statement without values.
  package init(stringLiteral: StaticString) {
    literals = ["\(stringLiteral)"]
    values = []
  }

  /// A statement as the compiler put it together from a literal with values in it.
  package init(stringInterpolation: SQLInterpolation) {
    self = stringInterpolation.sql
  }

  init() {
    literals = [""]
    values = []
  }

  /// The statement with its placeholders; equal statements have equal texts, whatever their values,
  /// so that the text is a key for prepared statements.
  package var text: String { text(placeholder: "$") }

  /// The text with another sign before the numbers of placeholders.
  package func text(placeholder: StaticString) -> String {
    var text = literals[0]
    for index in values.indices { text += "\(placeholder)\(index + 1)\(literals[index + 1])" }
    return text
  }

  /// Adds text that stood in a literal.
  mutating func append(literal: StaticString) {
    literals[literals.count - 1] += "\(literal)"
  }

  /// Adds text of this module's own making.
  mutating func append(punctuation: StaticString) { append(literal: punctuation) }

  /// Adds a value as the next parameter.
  mutating func append(value: DatabaseValue) {
    values.append(value)
    literals.append("")
  }

  /// Adds another statement, its parameters numbered on.
  mutating func append(_ other: SQL) {
    literals[literals.count - 1] += other.literals[0]
    literals += other.literals.dropFirst()
    values += other.values
  }

  /// Joins pieces with a literal between them.
  package static func joined(_ pieces: [SQL], by separator: SQL) -> SQL {
    var whole = SQL()
    for (index, piece) in pieces.enumerated() {
      if index > 0 { whole.append(separator) }
      whole.append(piece)
    }
    return whole
  }

  /// Words that begin and end transactions, which is the adapters' affair.
  private static let controls: Set<String> = [
    "abort", "begin", "commit", "end", "release", "rollback", "savepoint", "start",
  ]

  /// Refuses what not every database can keep, so that one statement means the same on all.
  ///
  /// - Throws: `.invalidValue` for a text with a NUL in it, for what is no number, and for more
  ///   than `valuesMax` values; `.syntax` for `BEGIN`, `COMMIT` and their kin.
  package func validate() throws(DatabaseFailure) {
    let word = literals[0].drop { $0.isWhitespace }.prefix { $0.isLetter }
    if word.utf8.count <= 9, Self.controls.contains(word.lowercased()) {
      throw DatabaseFailure(.syntax, "transactions are begun and ended by the port")
    }
    guard values.count <= Self.valuesMax else {
      throw DatabaseFailure(.invalidValue, "a statement binds \(values.count) values")
    }
    for (index, value) in values.enumerated() {
      switch value {
      case .text(let text) where text.utf8.contains(0):
        throw DatabaseFailure(.invalidValue, "the text of parameter \(index + 1) has a NUL in it")
      case .real(let number) where number.isNaN:
        throw DatabaseFailure(.invalidValue, "parameter \(index + 1) is not a number")
      default: break
      }
    }
  }
}
