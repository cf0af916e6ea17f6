extension ServiceGraph {
  /// Services that wait for each other, so that none can start.
  package struct Cycle: Error, Sendable, Hashable, CustomStringConvertible {
    /// The names in the order in which each would have to start before the next; the
    /// first comes again at the end.
    package let path: [String]

    package var description: String { path.joined(separator: " → ") }
  }

  /// The order in which the services start: each after all that it needs, otherwise in
  /// the order in which they were added.
  package func startOrder() throws(Cycle) -> [Handle] {
    var order: [Handle] = []
    var isPlaced = [Bool](repeating: false, count: nodes.count)
    while order.count < nodes.count {
      let next = nodes.indices.first { index in
        !isPlaced[index] && nodes[index].needs.allSatisfy { isPlaced[$0] }
      }
      guard let next else { throw cycle(isPlaced) }
      isPlaced[next] = true
      order.append(Handle(name: nodes[next].name, index: next))
    }
    return order
  }

  /// Every service left waits for another one left: following the waits must come back.
  private func cycle(_ isPlaced: [Bool]) -> Cycle {
    guard var current = isPlaced.firstIndex(of: false) else { return Cycle(path: []) }
    var walk: [Int] = []
    while !walk.contains(current) {
      walk.append(current)
      guard let next = nodes[current].needs.first(where: { !isPlaced[$0] }) else { break }
      current = next
    }
    // The walk goes from a service to what it needs; starting goes the other way.
    var ring = Array(walk[(walk.firstIndex(of: current) ?? 0)...].reversed())
    if let first = ring.min(), let turn = ring.firstIndex(of: first) {
      ring = Array(ring[turn...] + ring[..<turn])
    }
    return Cycle(path: (ring + ring.prefix(1)).map { nodes[$0].name })
  }
}
