/// The roots of the perfect trees whose leaves all hold a symbol of zeros, one per height.
///
/// Content shorter than its matrix leaves most of it zero; those nodes are looked up here.
struct ConstantSubtrees {
  private let roots: [Bytes32]

  /// The constants for symbols of `symbolSize` bytes and trees of at most `leafCount` leaves.
  init(symbolSize: Int, leafCount: Int) {
    let zeros = [UInt8](repeating: 0, count: symbolSize)
    var roots = [unsafe MerkleTree.leaf(zeros.span.bytes)]
    var width = 1
    while width < leafCount {
      roots.append(MerkleTree.join(roots[roots.count - 1], roots[roots.count - 1]))
      width *= 2
    }
    self.roots = roots
  }

  /// The root of the tree of 2 to the power of `height` zero leaves.
  subscript(height: Int) -> Bytes32 { roots[height] }
}
