/// One row of a result, read with checks.
package struct Row: Sendable, Hashable {
  /// The names of the columns; shared by all rows of a result.
  package let columns: [String]
  /// The values, one a column.
  package let values: [DatabaseValue]

  /// A row of as many values as there are columns.
  package init(columns: [String], values: [DatabaseValue]) {
    precondition(columns.count == values.count)
    self.columns = columns
    self.values = values
  }

  /// The value of the column of this name, as the type that is asked for.
  ///
  /// - Throws: `.unexpectedShape` when there is no such column or the value is of another type.
  package func value<Value: DatabaseConvertible>(
    _ column: String, as type: Value.Type = Value.self
  ) throws(DatabaseFailure) -> Value {
    guard let index = columns.firstIndex(of: column) else {
      throw DatabaseFailure(.unexpectedShape, "the row has no column \(column)")
    }
    return try value(at: index, as: type)
  }

  /// The value of the column at this index, from 0, as the type that is asked for.
  ///
  /// - Throws: `.unexpectedShape` when there is no such column or the value is of another type.
  package func value<Value: DatabaseConvertible>(
    at index: Int, as type: Value.Type = Value.self
  ) throws(DatabaseFailure) -> Value {
    guard values.indices.contains(index) else {
      throw DatabaseFailure(.unexpectedShape, "the row has no column \(index)")
    }
    guard let value = Value(databaseValue: values[index]) else {
      throw DatabaseFailure(
        .unexpectedShape, "column \(columns[index]) holds \(values[index].kind), not \(type)")
    }
    return value
  }
}
