/// The leaf nodes of one column after another, hashing no symbol twice that is near its equal.
struct LeafHashes {
  /// The leaf nodes of the latest column, one per row.
  private(set) var nodes: [Bytes32]
  private let symbolSize: Int
  private let zeroLeaf: Bytes32
  /// With symbols of two bytes there are 65,536 different leaves, and most recur: a node is kept
  /// here when first made. A leaf is never all zero bytes, so that marks an empty place.
  private var pairs: [Bytes32]
  private var previousColumn: [UInt8]

  init(symbolSize: Int, rowCount: Int, constants: ConstantSubtrees) {
    self.symbolSize = symbolSize
    zeroLeaf = constants[0]
    nodes = Array(repeating: constants[0], count: rowCount)
    previousColumn = Array(repeating: 0, count: rowCount * symbolSize)
    // Two megabytes are worth it only where there are many times more leaves than places.
    let keepsPairs = symbolSize == 2 && rowCount * rowCount > 2 * 65536
    pairs = Array(repeating: .zero, count: keepsPairs ? 65536 : 0)
  }

  /// Takes the next column's symbols out of `column` and leaves other bytes there to be
  /// overwritten.
  mutating func load(_ column: inout [UInt8], representatives: [Int]) {
    if pairs.isEmpty {
      unsafe loadSymbols(column.span.bytes, representatives)
    } else {
      loadPairs(column.span, representatives)
    }
    swap(&column, &previousColumn)
  }

  private mutating func loadPairs(_ column: Span<UInt8>, _ representatives: [Int]) {
    for row in nodes.indices {
      let pair = UInt16(column[row * 2]) | UInt16(column[row * 2 + 1]) << 8
      if pairs[Int(pair)] == .zero {
        pairs[Int(pair)] = MerkleTree.leaf(pair: pair)
      }
      nodes[row] = pairs[Int(pair)]
    }
  }

  private mutating func loadSymbols(_ column: RawSpan, _ representatives: [Int]) {
    let previousColumn = previousColumn
    let previous = unsafe previousColumn.span.bytes
    for row in nodes.indices {
      if representatives[row] != row {
        nodes[row] = nodes[representatives[row]]
        continue
      }
      let offset = row * symbolSize
      let symbol = column.extracting(offset..<offset + symbolSize)
      // The node left from the column before still holds if the symbol is the same.
      if symbol.hasSameBytes(as: previous.extracting(offset..<offset + symbolSize)) { continue }
      if row > 0,
        symbol.hasSameBytes(as: column.extracting(offset - symbolSize..<offset))
      {
        nodes[row] = nodes[row - 1]
      } else if symbol.isZero {
        nodes[row] = zeroLeaf
      } else {
        nodes[row] = MerkleTree.leaf(symbol)
      }
    }
  }
}
