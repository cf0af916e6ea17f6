/// The Merkle trees of Walrus over BLAKE2b-256: a leaf is prefixed with 0, an inner node with 1,
/// and a level of odd length above one is filled up with 32 zero bytes.
enum MerkleTree {
  /// The node of a leaf with this content.
  static func leaf(_ content: RawSpan) -> Bytes32 {
    BLAKE2b.digest(prefix: 0, content)
  }

  /// The node of a leaf of two bytes, given as their little-endian reading.
  static func leaf(pair: UInt16) -> Bytes32 {
    BLAKE2b.digest(word: UInt64(pair) << 8, byteCount: 3)
  }

  /// The node above two nodes.
  @inline(never)
  static func join(_ left: Bytes32, _ right: Bytes32) -> Bytes32 {
    BLAKE2b.digest(prefix: 1, left, right)
  }

  /// The root above `nodes`, which are used as working space; 32 zero bytes if there are none.
  ///
  /// A pair equal to its left neighbour, and a pair of constant subtrees, is not hashed again.
  static func root(_ nodes: inout [Bytes32], constants: ConstantSubtrees? = nil) -> Bytes32 {
    guard !nodes.isEmpty else { return .zero }
    var count = nodes.count
    var level = 0
    while count > 1 {
      let constant = constants?[level]
      var previous: (left: Bytes32, right: Bytes32, node: Bytes32)?
      for index in 0..<(count + 1) / 2 {
        let left = nodes[index * 2]
        let right = index * 2 + 1 < count ? nodes[index * 2 + 1] : .zero
        if let previous, previous.left == left, previous.right == right {
          nodes[index] = previous.node
          continue
        }
        let node: Bytes32
        if let constants, let constant, left == constant, right == constant {
          node = constants[level + 1]
        } else {
          node = join(left, right)
        }
        nodes[index] = node
        previous = (left, right, node)
      }
      count = (count + 1) / 2
      level += 1
    }
    return nodes[0]
  }
}
