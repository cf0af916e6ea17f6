/// Which server of a cluster has which keys.
package struct ClusterMap: Sendable, Hashable {
  /// A run of slots and the server that takes writes for them.
  package struct Run: Sendable, Hashable {
    let slots: ClosedRange<Int>
    let endpoint: ClusterEndpoint
  }

  private var runs: [Run]
  private var moved: [Int: ClusterEndpoint] = [:]

  /// What CLUSTER SLOTS answers: first slot, last slot, the server as host and port, its replicas.
  ///
  /// - Parameter teller: the host of the server that answered, for servers without a host.
  /// - Returns: nil when the reply is not of that shape or names no server.
  package init?(slots reply: RESPValue, teller: String) {
    guard let rows = reply.elements, !rows.isEmpty else { return nil }
    runs = []
    for row in rows {
      guard let fields = row.elements, fields.count >= 3,
        let first = fields[0].integer, let last = fields[1].integer,
        first >= 0, first <= last, last < ClusterSlot.count,
        let server = fields[2].elements, server.count >= 2,
        let port = server[1].integer.flatMap({ UInt16(exactly: $0) }), port > 0
      else { return nil }
      let endpoint = ClusterEndpoint(host: server[0].text ?? "", port: port)
      runs.append(
        Run(slots: Int(first)...Int(last), endpoint: endpoint.resolved(from: teller)))
    }
    runs.sort { $0.slots.lowerBound < $1.slots.lowerBound }
  }

  /// The server of a slot; nil when no server has it.
  package func endpoint(of slot: ClusterSlot) -> ClusterEndpoint? {
    if let endpoint = moved[slot.number] { return endpoint }
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].slots.upperBound < slot.number { low = middle + 1 } else { high = middle }
    }
    guard low < runs.count, runs[low].slots.contains(slot.number) else { return nil }
    return runs[low].endpoint
  }

  /// Every server once.
  package var endpoints: [ClusterEndpoint] {
    var seen = Set<ClusterEndpoint>()
    return (runs.map(\.endpoint) + moved.values).filter { seen.insert($0).inserted }
  }

  /// Notes that a slot has moved, until a whole new map is read.
  package mutating func move(_ slot: ClusterSlot, to endpoint: ClusterEndpoint) {
    moved[slot.number] = endpoint
  }
}
