/// The recovery symbols of every different source row, packed: the part of the matrix to the right
/// of the blob. About half as long as the blob.
struct RowParity {
  /// The packed symbols, row by row; `place` tells where each is.
  let symbols: [UInt8]
  private let symbolSize: Int
  private let columnCount: Int

  init(_ source: borrowing SourceMatrix, rows: [Int], code: ReedSolomonCode) {
    symbolSize = source.symbolSize
    columnCount = code.recoveryCount
    var symbols = [UInt8](repeating: 0, count: rows.count * columnCount * symbolSize)
    let batch = max(1, min(rows.count, Self.slotSizeAim / symbolSize))
    let slotSize = (batch * symbolSize + 7) / 8 * 8
    var work = [UInt64](repeating: 0, count: code.workSlotCount * slotSize / 8)
    var recovery = [UInt64](repeating: 0, count: code.recoverySlotCount * slotSize / 8)
    for first in stride(from: 0, to: rows.count, by: batch) {
      let batchRows = first..<min(first + batch, rows.count)
      Self.gather(source, rows[batchRows], slotSize: slotSize, into: &work)
      code.encode(
        &work, presentCount: source.columnCount, slotSize: slotSize, into: &recovery)
      var elements = symbols.mutableSpan
      var target = unsafe elements.mutableBytes
      let recovered = unsafe recovery.span.bytes
      for index in batchRows {
        for column in 0..<columnCount {
          let from = column * slotSize + (index - first) * symbolSize
          target.copy(
            recovered.extracting(from..<from + symbolSize),
            at: (index * columnCount + column) * symbolSize)
        }
      }
    }
    self.symbols = symbols
  }

  /// Wide enough to spread the cost of a multiplier's tables, small enough for the cache.
  static let slotSizeAim = 2048

  private static func gather(
    _ source: borrowing SourceMatrix, _ rows: ArraySlice<Int>, slotSize: Int,
    into work: inout [UInt64]
  ) {
    var elements = work.mutableSpan
    var target = unsafe elements.mutableBytes
    let symbolSize = source.symbolSize
    for (position, row) in rows.enumerated() {
      for column in 0..<source.columnCount {
        SymbolLayout.pack(
          source.symbol(row, column), into: &target,
          at: column * slotSize + position * symbolSize)
      }
    }
  }

  /// Where in `symbols` the symbol of a different row (by its position among them) in a recovery
  /// column is; recovery columns are counted from their first.
  func place(_ distinctRow: Int, _ column: Int) -> Range<Int> {
    let start = (distinctRow * columnCount + column) * symbolSize
    return start..<start + symbolSize
  }
}
