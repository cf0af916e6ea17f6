internal import FoundationEssentials

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

  private struct Document: Codable {
    struct Hosts: Codable {
      var aggregators: [String]
      var publishers: [String]
    }
    var mainnet: Hosts?
    var testnet: Hosts?
  }

  /// The hosts of each network that the file speaks of.
  package private(set) var hosts: [WalrusNetwork: Hosts]

  init(hosts: [WalrusNetwork: Hosts]) { self.hosts = hosts }

  /// Reads the JSON.
  package init(json: [UInt8]) throws(Malformed) {
    guard let document = try? JSONDecoder().decode(Document.self, from: Data(json)) else {
      throw Malformed(description: "is not a list as floe endpoints refresh writes it")
    }
    hosts = [:]
    for (network, listed) in [
      (WalrusNetwork.mainnet, document.mainnet), (.testnet, document.testnet),
    ] {
      guard let listed else { continue }
      hosts[network] = Hosts(
        aggregators: try Self.endpoints(listed.aggregators),
        publishers: try Self.endpoints(listed.publishers))
    }
    guard hosts.values.contains(where: { !$0.aggregators.isEmpty }) else {
      throw Malformed(description: "has no aggregator")
    }
  }

  private static func endpoints(_ texts: [String]) throws(Malformed) -> [WalrusEndpoint] {
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
