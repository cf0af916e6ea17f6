/// Where the bytes of a quilt's columns lie in its rows.
struct QuiltShape {
  let encoding: BlobEncoding
  let symbolSize: Int

  /// The number of bytes in a column.
  var columnSize: Int { encoding.sourceRowCount * symbolSize }

  /// The number of columns that `length` bytes take.
  func columnCount(forLength length: Int) -> Int {
    (length + columnSize - 1) / columnSize
  }

  /// Copies `count` bytes out of the run of `columns`, beginning `offset` bytes into it. The
  /// caller has checked that they exist.
  func bytes(
    _ quilt: Span<UInt8>, _ columns: Range<Int>, from offset: Int, count: Int
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var position = 0
    while position < count {
      let place = place(columns.lowerBound, at: offset + position, count: count - position)
      for index in place { result.append(quilt[index]) }
      position += place.count
    }
    return result
  }

  /// Writes `source` to the run of columns that begins with `column`.
  func write(_ source: [UInt8], to column: Int, of quilt: inout [UInt8]) {
    forEachPiece(column, from: 0, count: source.count) { place, position in
      for offset in 0..<place.count {
        quilt[place.lowerBound + offset] = source[position + offset]
      }
    }
  }

  /// Calls `body` with the place in the quilt, and the position in the run, of each piece that
  /// lies in one symbol.
  private func forEachPiece(
    _ column: Int, from offset: Int, count: Int, _ body: (Range<Int>, Int) -> Void
  ) {
    var position = 0
    while position < count {
      let place = place(column, at: offset + position, count: count - position)
      body(place, position)
      position += place.count
    }
  }

  /// Where in the quilt the bytes at a position in the run of columns are, as far as they lie in
  /// one symbol, `count` at most.
  private func place(_ column: Int, at run: Int, count: Int) -> Range<Int> {
    let within = run % symbolSize
    let symbol = run / symbolSize
    let row = symbol % encoding.sourceRowCount
    let start =
      (row * encoding.sourceColumnCount + column + symbol / encoding.sourceRowCount)
      * symbolSize + within
    return start..<start + min(symbolSize - within, count)
  }
}
