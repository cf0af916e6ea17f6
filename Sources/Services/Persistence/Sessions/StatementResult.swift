/// What a statement gave, in the hands of an adapter.
package struct StatementResult: Sendable, Hashable {
  /// The most bytes of values that a result may hold.
  package static let bytesMax = 64 << 20

  /// Its rows, if they were wanted.
  package private(set) var rows: [Row] = []
  /// Rows that it wrote.
  package var writtenCount = 0
  private var byteCount = 0

  /// A result of nothing yet.
  package init() {}

  /// Adds a row, within the limits.
  ///
  /// - Throws: `.tooManyRows`.
  package mutating func append(_ row: Row, rowsMax: Int) throws(DatabaseFailure) {
    guard rows.count < rowsMax else {
      throw DatabaseFailure(.tooManyRows, "the statement has more than \(rowsMax) rows")
    }
    for value in row.values {
      switch value {
      case .text(let text): byteCount += text.utf8.count
      case .bytes(let bytes): byteCount += bytes.count
      default: byteCount += 8
      }
    }
    guard byteCount <= Self.bytesMax else {
      throw DatabaseFailure(.tooManyRows, "the rows have more than \(Self.bytesMax) bytes")
    }
    rows.append(row)
  }
}
