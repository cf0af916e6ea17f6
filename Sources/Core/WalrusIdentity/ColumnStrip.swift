/// Neighbouring columns of the whole matrix, coded together: the rows below the blob are made here,
/// a strip at a time, so that the whole matrix never exists at once.
struct ColumnStrip {
  private let code: ReedSolomonCode
  private let symbolSize: Int
  private let slotSize: Int
  private var work: [UInt64]
  private var recovery: [UInt64]
  private var columns = 0..<0

  /// The number of columns of a strip.
  let width: Int

  init(code: ReedSolomonCode, symbolSize: Int, columnCount: Int) {
    self.code = code
    self.symbolSize = symbolSize
    width = max(1, min(columnCount, RowParity.slotSizeAim / symbolSize))
    slotSize = (width * symbolSize + 7) / 8 * 8
    work = Array(repeating: 0, count: code.workSlotCount * slotSize / 8)
    recovery = Array(repeating: 0, count: code.recoverySlotCount * slotSize / 8)
  }

  /// Turns to `columns` and codes them.
  mutating func load(
    _ columns: Range<Int>, _ source: borrowing SourceMatrix, _ parity: borrowing RowParity,
    _ classes: borrowing RowClasses
  ) {
    self.columns = columns
    let (slotSize, symbolSize) = (slotSize, symbolSize)
    var elements = work.mutableSpan
    var target = unsafe elements.mutableBytes
    let recovered = unsafe parity.symbols.span.bytes
    for row in 0..<source.presentRowCount {
      guard let distinctRow = classes.distinctIndices[row] else {
        target.clear(at: row * slotSize, byteCount: slotSize)
        continue
      }
      for column in columns {
        let offset = row * slotSize + (column - columns.lowerBound) * symbolSize
        if column < source.columnCount {
          SymbolLayout.pack(source.symbol(row, column), into: &target, at: offset)
        } else {
          let place = parity.place(distinctRow, column - source.columnCount)
          target.copy(recovered.extracting(place), at: offset)
        }
      }
    }
    code.encode(
      &work, presentCount: source.presentRowCount, slotSize: slotSize, into: &recovery)
  }

  /// Writes every symbol of a column of the strip, from the first row to the last, to `bytes`.
  func write(
    _ column: Int, _ source: borrowing SourceMatrix, _ parity: borrowing RowParity,
    _ classes: borrowing RowClasses, to bytes: inout MutableRawSpan
  ) {
    let rowRecovered = unsafe parity.symbols.span.bytes
    for row in 0..<code.originalCount {
      let offset = row * symbolSize
      if let distinctRow = classes.distinctIndices[row] {
        if column < source.columnCount {
          bytes.copy(source.symbol(row, column), at: offset)
        } else {
          let place = parity.place(distinctRow, column - source.columnCount)
          SymbolLayout.unpack(rowRecovered.extracting(place), into: &bytes, at: offset)
        }
      } else {
        bytes.clear(at: offset, byteCount: symbolSize)
      }
    }
    let recovered = unsafe recovery.span.bytes
    for index in 0..<code.recoveryCount {
      let from = index * slotSize + (column - columns.lowerBound) * symbolSize
      SymbolLayout.unpack(
        recovered.extracting(from..<from + symbolSize), into: &bytes,
        at: (code.originalCount + index) * symbolSize)
    }
  }
}
