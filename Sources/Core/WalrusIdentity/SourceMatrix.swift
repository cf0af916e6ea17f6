/// A blob seen as the source rows of its matrix: symbols row by row, zeros after the end.
///
/// Nothing is copied but a last row that the blob fills only in part.
struct SourceMatrix: ~Escapable {
  let symbolSize: Int
  let columnCount: Int
  /// The number of rows that hold at least one byte of the blob.
  let presentRowCount: Int
  private let content: RawSpan
  private let lastRow: RawSpan
  private let rowSize: Int
  private let wholeRowCount: Int

  /// The matrix of `content`; `lastRow` is what the function of that name made for it.
  @_lifetime(copy content, copy lastRow)
  init(_ content: RawSpan, lastRow: RawSpan, columnCount: Int, symbolSize: Int) {
    self.content = content
    self.lastRow = lastRow
    self.symbolSize = symbolSize
    self.columnCount = columnCount
    rowSize = columnCount * symbolSize
    wholeRowCount = content.byteCount / rowSize
    presentRowCount = wholeRowCount + (lastRow.isEmpty ? 0 : 1)
  }

  /// The row after the whole ones, filled up with zeros; empty if whole rows are all there is.
  static func lastRow(of content: RawSpan, rowSize: Int) -> [UInt8] {
    let rest = content.byteCount % rowSize
    guard rest > 0 else { return [] }
    var row = [UInt8](repeating: 0, count: rowSize)
    var elements = row.mutableSpan
    var bytes = unsafe elements.mutableBytes
    bytes.copy(content.extracting(last: rest), at: 0)
    return row
  }

  /// The bytes of a present row.
  @_lifetime(copy self)
  func row(_ row: Int) -> RawSpan {
    row < wholeRowCount ? content.extracting(row * rowSize..<(row + 1) * rowSize) : lastRow
  }

  /// The bytes of a symbol of a present row.
  @_lifetime(copy self)
  func symbol(_ row: Int, _ column: Int) -> RawSpan {
    self.row(row).extracting(column * symbolSize..<(column + 1) * symbolSize)
  }
}
