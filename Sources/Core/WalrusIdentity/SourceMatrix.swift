/// A blob seen as the source rows of its matrix: symbols row by row, zeros after the end.
///
/// Nothing is copied but a last row that the blob fills only in part, and the symbols that begin in
/// one run of the blob's memory and end in another.
struct SourceMatrix: ~Escapable {
  let symbolSize: Int
  let columnCount: Int
  /// The number of rows that hold at least one byte of the blob.
  let presentRowCount: Int
  private let content: BlobRuns
  private let copies: RawSpan
  /// Where in the copies a symbol is that lies in several runs, by its offset in the blob.
  private let seams: [Int: Int]
  private let rowSize: Int
  private let wholeRowCount: Int

  /// The matrix of `content`; `copies` is what was made for it.
  @_lifetime(copy content, copy bytes)
  init(
    _ content: borrowing BlobRuns, copies: Copies, in bytes: RawSpan, columnCount: Int,
    symbolSize: Int
  ) {
    self.content = copy content
    self.copies = bytes
    seams = copies.seams
    self.symbolSize = symbolSize
    self.columnCount = columnCount
    rowSize = columnCount * symbolSize
    wholeRowCount = content.byteCount / rowSize
    presentRowCount = wholeRowCount + (content.byteCount % rowSize > 0 ? 1 : 0)
  }

  /// What of a blob cannot be read where it is.
  struct Copies {
    /// The row after the whole ones, filled up with zeros, if there is one; then symbols.
    let bytes: [UInt8]
    /// Where a symbol is, by its offset in the blob.
    private(set) var seams: [Int: Int] = [:]

    init(of content: borrowing BlobRuns, columnCount: Int, symbolSize: Int) {
      let rowSize = columnCount * symbolSize
      let rest = content.byteCount % rowSize
      let whole = content.byteCount - rest
      var place = rest > 0 ? rowSize : 0
      var boundary = content.endOfRun(at: 0)
      while boundary < whole {
        let symbol = boundary / symbolSize * symbolSize
        if symbol < boundary, seams[symbol] == nil {
          seams[symbol] = place
          place += symbolSize
        }
        boundary = content.endOfRun(at: boundary)
      }
      var copies = [UInt8](repeating: 0, count: place)
      var elements = copies.mutableSpan
      var target = unsafe elements.mutableBytes
      content.copy(whole..<content.byteCount, into: &target, at: 0)
      for (offset, place) in seams {
        content.copy(offset..<offset + symbolSize, into: &target, at: place)
      }
      bytes = copies
    }
  }

  /// The bytes of a symbol of a present row.
  @_lifetime(copy self)
  func symbol(_ row: Int, _ column: Int) -> RawSpan {
    precondition(row >= 0 && row < presentRowCount && column >= 0 && column < columnCount)
    if row >= wholeRowCount {
      return copies.extracting(column * symbolSize..<(column + 1) * symbolSize)
    }
    let offset = row * rowSize + column * symbolSize
    if offset + symbolSize <= content.endOfRun(at: offset) {
      return content.bytes(at: offset, count: symbolSize)
    }
    let place = seams[offset] ?? 0
    return copies.extracting(place..<place + symbolSize)
  }

  // MARK: Rows

  /// Whether a present row is all zeros.
  func isZero(_ row: Int) -> Bool {
    (0..<columnCount).allSatisfy { symbol(row, $0).isZero }
  }

  /// Whether two present rows have the same bytes.
  func areEqual(_ left: Int, _ right: Int) -> Bool {
    (0..<columnCount).allSatisfy { symbol(left, $0).hasSameBytes(as: symbol(right, $0)) }
  }

  /// A number that equal rows share, for finding candidates quickly; not a defence.
  func fingerprint(_ row: Int) -> UInt64 {
    var mixed: UInt64 = 0
    for column in 0..<columnCount {
      mixed = (mixed ^ symbol(row, column).fingerprint) &* 0x9e37_79b9_7f4a_7c15
      mixed ^= mixed >> 29
    }
    return mixed
  }
}
