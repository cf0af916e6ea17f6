package import Settings

/// Where Walrus content is read and stored, and how patiently.
package struct WalrusUpstreamSettings: SettingsSection {
  package static let section = "walrus"

  /// Whose hosts are used where none are set.
  package var network: WalrusNetwork
  /// Empty for the network's own list.
  package var aggregators: [WalrusEndpoint]
  /// Empty for the network's own list.
  package var publishers: [WalrusEndpoint]
  /// A file with other lists than the shipped ones; nil for those.
  package var endpointsFile: String?
  /// Endpoints that are asked before giving up.
  package var attemptsMax: Int
  /// Aggregators that must agree before content counts as missing.
  package var notFoundConfirmations: Int
  /// From the start of an attempt until its connection is ready.
  package var connectTimeout: Duration
  /// From the start of an attempt until its answer begins.
  package var attemptTimeout: Duration
  /// From the start of a read until its content begins, all attempts together.
  package var readTimeout: Duration
  /// Between two bytes of content.
  package var stallTimeout: Duration
  /// From a blob's last byte until the publisher answers.
  package var publishTimeout: Duration
  /// Connections to one host from each shard.
  package var connectionsPerHostMax: Int
  /// When an endpoint counts as ill, and how much is asked beyond what clients want.
  package var health: EndpointHealthSettings

  package init(reading reader: inout SettingsReader) {
    network = reader.value(
      "network", default: .mainnet, "The public network that content is read from.")
    aggregators = reader.value(
      "aggregators", default: [], "Aggregators to read from, in place of the network's own list.")
    publishers = reader.value(
      "publishers", default: [], "Publishers to store with, in place of the network's own list.")
    endpointsFile = reader.value(
      "endpoints_file", default: nil,
      "File with the network's own list, as floe endpoints refresh writes it.")
    attemptsMax = reader.value(
      "attempts_max", default: 3, "Aggregators that are asked before a read is given up.",
      range: 1...16)
    notFoundConfirmations = reader.value(
      "not_found_confirmations", default: 2,
      "Aggregators that must agree before content counts as missing.", range: 1...16)
    connectTimeout = reader.value(
      "connect_timeout", default: .seconds(3), "How long a connection to a host may take.",
      range: .milliseconds(10)...Duration.seconds(60))
    attemptTimeout = reader.value(
      "attempt_timeout", default: .seconds(10),
      "How long an aggregator may take until its answer begins.",
      range: .milliseconds(10)...Duration.seconds(300))
    readTimeout = reader.value(
      "read_timeout", default: .seconds(30),
      "How long a read may take until its content begins, all attempts together.",
      range: .milliseconds(10)...Duration.seconds(600))
    stallTimeout = reader.value(
      "stall_timeout", default: .seconds(10), "How long content on its way may pause.",
      range: .milliseconds(10)...Duration.seconds(300))
    publishTimeout = reader.value(
      "publish_timeout", default: .seconds(120), "How long a publisher may take to store a blob.",
      range: .seconds(1)...Duration.seconds(3600))
    connectionsPerHostMax = reader.value(
      "connections_per_host_max", default: 16, "Connections to one host from each shard.",
      range: 1...1024)
    health = reader.section()
  }

  /// What the file of endpoints says, once it is read.
  package private(set) var listed: EndpointLists?

  /// Reads the file of endpoints, if there is one.
  package mutating func readEndpointsFile() throws(EndpointLists.Malformed) {
    guard let endpointsFile else { return }
    listed = try EndpointLists.read(path: endpointsFile)
  }

  /// The aggregators in force.
  package var aggregatorsInForce: [WalrusEndpoint] {
    if !aggregators.isEmpty { return aggregators }
    return listed?.hosts[network]?.aggregators ?? EndpointList.aggregators(of: network)
  }

  /// The publishers in force; none unless there are public ones or some are set.
  package var publishersInForce: [WalrusEndpoint] {
    if !publishers.isEmpty { return publishers }
    return listed?.hosts[network]?.publishers ?? EndpointList.publishers(of: network)
  }
}
