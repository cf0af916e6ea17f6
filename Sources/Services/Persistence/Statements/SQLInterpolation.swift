/// What the compiler builds a statement with; nobody else needs it.
package struct SQLInterpolation: StringInterpolationProtocol {
  var sql = SQL()

  package init(literalCapacity: Int, interpolationCount: Int) {}

  package mutating func appendLiteral(_ literal: StaticString) { sql.append(literal: literal) }

  /// Binds a value as a parameter.
  package mutating func appendInterpolation(_ value: some DatabaseConvertible) {
    sql.append(value: value.databaseValue)
  }

  /// Binds a value, or `NULL` where there is none. Said apart, because the compiler takes an optional
  /// in a general interpolation for a mistake.
  package mutating func appendInterpolation<Value: DatabaseConvertible>(_ value: Value?) {
    sql.append(value: value.databaseValue)
  }

  /// Binds a value of the database as a parameter.
  package mutating func appendInterpolation(_ value: DatabaseValue) { sql.append(value: value) }

  /// Splices a statement in, its parameters numbered on.
  package mutating func appendInterpolation(_ other: SQL) { sql.append(other) }

  /// Binds each value, in parentheses, as `IN` wants them. An empty list becomes `(NULL)`, which
  /// nothing is in; `NOT IN` an empty list matches nothing either, so ask beforehand.
  package mutating func appendInterpolation(list values: [some DatabaseConvertible]) {
    guard !values.isEmpty else { return sql.append(punctuation: "(NULL)") }
    appendTuple(values.map(\.databaseValue))
  }

  /// Binds rows as `VALUES` wants them, each in parentheses; all have one length, and there is at
  /// least one.
  package mutating func appendInterpolation(rows: [[any DatabaseConvertible]]) {
    precondition(!rows.isEmpty && !rows[0].isEmpty, "there are no rows to bind")
    for (index, row) in rows.enumerated() {
      precondition(row.count == rows[0].count, "a row has another length than the first")
      if index > 0 { sql.append(punctuation: ", ") }
      appendTuple(row.map(\.databaseValue))
    }
  }

  private mutating func appendTuple(_ values: [DatabaseValue]) {
    sql.append(punctuation: "(")
    for (index, value) in values.enumerated() {
      if index > 0 { sql.append(punctuation: ", ") }
      sql.append(value: value)
    }
    sql.append(punctuation: ")")
  }
}
