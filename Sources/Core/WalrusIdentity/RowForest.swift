/// The Merkle trees of all rows, grown side by side as the columns come in: only one finished
/// subtree per row and height is kept.
struct RowForest {
  private let rowCount: Int
  private let representatives: [Int]
  private let constants: ConstantSubtrees
  /// By height, for every row the root of a subtree that waits for its right neighbour.
  private var waiting: [[Bytes32]] = []
  private var isWaiting: [Bool] = []
  private var columnCount = 0

  init(rowCount: Int, representatives: [Int], constants: ConstantSubtrees) {
    self.rowCount = rowCount
    self.representatives = representatives
    self.constants = constants
  }

  /// Adds the next column's leaf nodes, one per row; they are used as working space.
  mutating func append(_ nodes: inout [Bytes32]) {
    columnCount += 1
    push(&nodes, height: 0)
  }

  /// The root of every row.
  mutating func finish() -> [Bytes32] {
    var nodes = [Bytes32](repeating: .zero, count: rowCount)
    var height = 0
    var count = columnCount
    while count > 1 {
      if count % 2 == 1 {
        for row in nodes.indices { nodes[row] = .zero }
        // The filling of an odd level is no subtree of zero symbols, just 32 zero bytes.
        push(&nodes, height: height)
      }
      count = (count + 1) / 2
      height += 1
    }
    return waiting[height]
  }

  private mutating func push(_ nodes: inout [Bytes32], height start: Int) {
    var height = start
    while height < waiting.count, isWaiting[height] {
      join(height, &nodes)
      isWaiting[height] = false
      height += 1
    }
    while waiting.count <= height {
      waiting.append(Array(repeating: .zero, count: rowCount))
      isWaiting.append(false)
    }
    isWaiting[height] = true
    for row in 0..<rowCount { waiting[height][row] = nodes[row] }
  }

  /// Replaces `nodes` by the nodes above them and their waiting left neighbours.
  private func join(_ height: Int, _ nodes: inout [Bytes32]) {
    let leftNodes = waiting[height]
    let left = leftNodes.span
    var right = nodes.mutableSpan
    let constant = constants[height]
    var previous: (left: Bytes32, right: Bytes32, node: Bytes32)?
    for row in 0..<rowCount {
      let representative = representatives[row]
      if representative != row {
        right[row] = right[representative]
        continue
      }
      let (leftNode, rightNode) = (left[row], right[row])
      let node: Bytes32
      if let previous, previous.left == leftNode, previous.right == rightNode {
        node = previous.node
      } else if leftNode == constant, rightNode == constant {
        node = constants[height + 1]
      } else {
        node = MerkleTree.join(leftNode, rightNode)
      }
      right[row] = node
      previous = (leftNode, rightNode, node)
    }
  }
}
