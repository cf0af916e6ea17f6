/// A blob seen as the source rows of its matrix: symbols row by row, zeros after the end.
///
/// Nothing is copied but a last row that the blob fills only in part.
struct SourceMatrix: ~Escapable {
  let symbolSize: Int
  let columnCount: Int
  /// The number of rows that hold at least one byte of the blob.
  let presentRowCount: Int
  private let content: RawSpan
  private let rowSize: Int
  private let wholeRowCount: Int
  /// The row after the whole ones, filled up with zeros.
  private let lastRow: [UInt8]

  @_lifetime(copy content)
  init(_ content: RawSpan, columnCount: Int, symbolSize: Int) {
    self.content = content
    self.symbolSize = symbolSize
    self.columnCount = columnCount
    rowSize = columnCount * symbolSize
    wholeRowCount = content.byteCount / rowSize
    let rest = content.byteCount - wholeRowCount * rowSize
    presentRowCount = wholeRowCount + (rest > 0 ? 1 : 0)
    var lastRow = [UInt8](repeating: 0, count: rest > 0 ? rowSize : 0)
    if rest > 0 {
      var elements = lastRow.mutableSpan
      var bytes = unsafe elements.mutableBytes
      bytes.copy(content.extracting(last: rest), at: 0)
    }
    self.lastRow = lastRow
  }

  /// The bytes of a present row.
  @_lifetime(borrow self)
  func row(_ row: Int) -> RawSpan {
    row < wholeRowCount
      ? content.extracting(row * rowSize..<(row + 1) * rowSize) : lastRow.rawSpan
  }

  /// The bytes of a symbol of a present row.
  @_lifetime(borrow self)
  func symbol(_ row: Int, _ column: Int) -> RawSpan {
    self.row(row).extracting(column * symbolSize..<(column + 1) * symbolSize)
  }
}
