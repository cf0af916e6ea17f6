/// Which source rows are equal, so that each different row is coded and hashed once.
struct RowClasses {
  /// For every row of the whole matrix the first row with the same content; a recovery row stands
  /// for itself.
  private(set) var representatives: [Int]
  /// The different rows that are not all zero, in ascending order.
  private(set) var distinctRows: [Int] = []
  /// For every source row the position of its representative in `distinctRows`; nil for zeros.
  private(set) var distinctIndices: [Int?]

  init(_ source: borrowing SourceMatrix, sourceRowCount: Int, rowCount: Int) {
    representatives = Array(0..<rowCount)
    distinctIndices = Array(repeating: nil, count: sourceRowCount)
    var firstZeroRow: Int?
    var candidates: [UInt64: Int] = [:]
    for row in 0..<sourceRowCount {
      if row >= source.presentRowCount || source.isZero(row) {
        representatives[row] = firstZeroRow ?? row
        firstZeroRow = firstZeroRow ?? row
        continue
      }
      let fingerprint = source.fingerprint(row)
      // One candidate per fingerprint: a collision costs a missed saving, never a wrong one.
      if let candidate = candidates[fingerprint],
        source.areEqual(candidate, row)
      {
        representatives[row] = candidate
        distinctIndices[row] = distinctIndices[candidate]
      } else {
        candidates[fingerprint] = row
        distinctIndices[row] = distinctRows.count
        distinctRows.append(row)
      }
    }
  }
}
