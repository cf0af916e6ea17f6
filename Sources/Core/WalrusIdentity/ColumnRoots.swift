/// The Merkle roots of the columns, equal columns found again instead of hashed again.
struct ColumnRoots {
  private(set) var roots: [Bytes32] = []
  private let constants: ConstantSubtrees
  private var candidates: [UInt64: Int] = [:]
  private var nodes: [Bytes32] = []

  init(constants: ConstantSubtrees) {
    self.constants = constants
  }

  /// Adds the root of the next column, whose leaf nodes are `leaves`.
  mutating func append(
    _ leaves: [Bytes32], _ source: borrowing SourceMatrix, _ parity: borrowing RowParity,
    _ classes: borrowing RowClasses
  ) {
    let column = roots.count
    var fingerprint: UInt64 = 0
    for row in classes.distinctRows {
      fingerprint = (fingerprint ^ leaves[row].word0) &* 0x9e37_79b9_7f4a_7c15
      fingerprint ^= fingerprint >> 29
    }
    // The rows below the blob follow from those above, so only these are compared. One candidate
    // per fingerprint: a collision costs a missed saving, never a wrong one.
    if let candidate = candidates[fingerprint],
      Self.areEqual(candidate, column, source, parity, classes)
    {
      roots.append(roots[candidate])
      return
    }
    candidates[fingerprint] = column
    nodes.removeAll(keepingCapacity: true)
    nodes.append(contentsOf: leaves)
    roots.append(MerkleTree.root(&nodes, constants: constants))
  }

  private static func areEqual(
    _ left: Int, _ right: Int, _ source: borrowing SourceMatrix, _ parity: borrowing RowParity,
    _ classes: borrowing RowClasses
  ) -> Bool {
    let boundary = source.columnCount
    guard (left < boundary) == (right < boundary) else { return false }
    let recovered = unsafe parity.symbols.span.bytes
    for (index, row) in classes.distinctRows.enumerated() {
      let isSame =
        left < boundary
        ? source.symbol(row, left).hasSameBytes(as: source.symbol(row, right))
        : recovered.extracting(parity.place(index, left - boundary))
          .hasSameBytes(as: recovered.extracting(parity.place(index, right - boundary)))
      guard isSame else { return false }
    }
    return true
  }
}
