internal import JSON

extension EndpointLists {
  /// Aggregators with a cache that are enough to leave the others out.
  private static let cachedMin = 3

  /// Reads the list that the operators of the networks keep, as it is published: for each network the
  /// aggregators and publishers by URL, each with what was found out about it. Sorted by URL.
  ///
  /// What it says does not work is left out. On mainnet so are aggregators without a cache: they
  /// read from all storage nodes for every blob, and would be slow as well as a burden.
  package init(operators json: [UInt8]) throws(Malformed) {
    guard let networks = try? JSONReader.read(json, limits: Self.jsonLimits),
      case .object = networks
    else {
      throw Malformed(description: "is not a list of operators")
    }
    var hosts: [WalrusNetwork: Hosts] = [:]
    for network in WalrusNetwork.allCases {
      let listed = networks[network.rawValue]
      if listed == .null { continue }
      let working = listed["aggregators"].members.filter { $0.value["functional"].truth != false }
      let cached = working.filter { $0.value["cache"].truth == true }
      let leavesOut = network == .mainnet && cached.count >= Self.cachedMin
      hosts[network] = Hosts(
        aggregators: Self.endpoints(leavesOut ? cached : working),
        publishers: Self.endpoints(
          listed["publishers"].members.filter { $0.value["functional"].truth != false }))
    }
    guard hosts.values.contains(where: { !$0.aggregators.isEmpty }) else {
      throw Malformed(description: "has no aggregator that works")
    }
    self.init(hosts: hosts)
  }

  /// Hosts that are no URL that Floe can use are left out, not refused: nobody here wrote them.
  private static func endpoints(_ listed: [JSONValue.Member]) -> [WalrusEndpoint] {
    Array(listed.map(\.name).sorted().compactMap { WalrusEndpoint($0) }.prefix(endpointsMax))
  }
}
