internal import JSON

/// The hosts of the networks in a file, in the place of those that are shipped.
///
///     {"mainnet": {"aggregators": ["https://…"], "publishers": []}, "testnet": {…}}
package struct EndpointLists: Hashable, Sendable {
  /// The hosts of one network.
  package struct Hosts: Hashable, Sendable {
    /// To read from, and to store with.
    package var aggregators: [WalrusEndpoint] = []
    package var publishers: [WalrusEndpoint] = []
  }

  /// Why a file is no such list.
  package struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, without a full stop.
    package let description: String
  }

  /// Endpoints of one kind of one network that are taken.
  static let endpointsMax = 1024

  /// What a list of them costs at most to read.
  static let jsonLimits = JSONLimits(depthMax: 8, valuesMax: 100_000)

  /// The hosts of each network that the file speaks of.
  package private(set) var hosts: [WalrusNetwork: Hosts]

  init(hosts: [WalrusNetwork: Hosts]) { self.hosts = hosts }

  /// Reads the JSON.
  package init(json: [UInt8]) throws(Malformed) {
    guard let document = try? JSONReader.read(json, limits: Self.jsonLimits),
      case .object = document
    else { throw Self.notAList }
    hosts = [:]
    for network in WalrusNetwork.allCases {
      let listed = document[network.rawValue]
      if listed == .null { continue }
      hosts[network] = Hosts(
        aggregators: try Self.endpoints(listed["aggregators"]),
        publishers: try Self.endpoints(listed["publishers"]))
    }
    guard hosts.values.contains(where: { !$0.aggregators.isEmpty }) else {
      throw Malformed(description: "has no aggregator")
    }
  }

  private static let notAList = Malformed(
    description: "is not a list as floe endpoints refresh writes it")

  private static func endpoints(_ listed: JSONValue) throws(Malformed) -> [WalrusEndpoint] {
    guard case .array(let values) = listed else { throw notAList }
    let texts = values.compactMap(\.string)
    guard texts.count == values.count else { throw notAList }
    guard texts.count <= endpointsMax else {
      throw Malformed(description: "has more than \(endpointsMax) hosts of one kind")
    }
    var endpoints: [WalrusEndpoint] = []
    for text in texts {
      guard let endpoint = WalrusEndpoint(text) else {
        throw Malformed(
          description: "has a host that is no URL: \(text.prefix(100).debugDescription)")
      }
      endpoints.append(endpoint)
    }
    return endpoints
  }

  /// The JSON for people and programs, a host a line.
  package var json: String {
    let networks = WalrusNetwork.allCases.filter { hosts[$0] != nil }.map { network in
      let hosts = hosts[network] ?? Hosts()
      return """
          "\(network.rawValue)": {
            "aggregators": \(Self.json(hosts.aggregators)),
            "publishers": \(Self.json(hosts.publishers))
          }
        """
    }
    return "{\n" + networks.joined(separator: ",\n") + "\n}\n"
  }

  /// URLs of endpoints hold nothing that JSON would want escaped.
  private static func json(_ endpoints: [WalrusEndpoint]) -> String {
    if endpoints.isEmpty { return "[]" }
    return "[\n" + endpoints.map { "      \"\($0.base)\"" }.joined(separator: ",\n") + "\n    ]"
  }
}
