package import Settings

/// Where content of IPFS is read, and how patiently.
package struct IPFSUpstreamSettings: SettingsSection {
  package static let section = "ipfs"

  /// Whether CIDs are served.
  package var isEnabled: Bool
  /// Empty for the list that comes with the program.
  package var gateways: [IPFSGateway]
  /// Gateways that are asked before giving up.
  package var attemptsMax: Int
  /// Gateways that must agree before content counts as missing.
  package var notFoundConfirmations: Int
  /// From the start of an attempt until its connection is ready.
  package var connectTimeout: Duration
  /// From the start of an attempt until its answer begins.
  package var attemptTimeout: Duration
  /// From the start of an attempt until a block is whole.
  package var blockTimeout: Duration
  /// Between two bytes of content.
  package var stallTimeout: Duration
  /// The longest block that is taken.
  package var blockMax: ByteCount
  /// Blocks that each shard holds outside the cache at a time, until they are proven and sent on.
  package var blocksMax: Int

  package init(reading reader: inout SettingsReader) {
    isEnabled = reader.value(
      "enabled", default: true, "Whether content is served that CIDs of IPFS name.")
    gateways = reader.value(
      "gateways", default: [], "Gateways to read from, in place of the usual public ones.")
    attemptsMax = reader.value(
      "attempts_max", default: 3, "Gateways that are asked before a read is given up.",
      range: 1...16)
    notFoundConfirmations = reader.value(
      "not_found_confirmations", default: 2,
      "Gateways that must agree before content counts as missing.", range: 1...16)
    connectTimeout = reader.value(
      "connect_timeout", default: .seconds(3), "How long a connection to a gateway may take.",
      range: .milliseconds(10)...Duration.seconds(60))
    attemptTimeout = reader.value(
      "attempt_timeout", default: .seconds(20),
      "How long a gateway, which has to find the content itself, may take until its answer begins.",
      range: .milliseconds(10)...Duration.seconds(300))
    blockTimeout = reader.value(
      "block_timeout", default: .seconds(30), "How long a gateway may take for a whole block.",
      range: .milliseconds(10)...Duration.seconds(600))
    stallTimeout = reader.value(
      "stall_timeout", default: .seconds(10), "How long content on its way may pause.",
      range: .milliseconds(10)...Duration.seconds(300))
    blockMax = reader.value(
      "block_max", default: .mebibytes(2), "Longest block that is taken.",
      range: .kibibytes(1) ... .mebibytes(16))
    blocksMax = reader.value(
      "blocks_max", default: 64,
      "Most blocks that each core holds while they are fetched and proven.", range: 1...4096)
  }

  /// The gateways in force.
  package var gatewaysInForce: [IPFSGateway] { gateways.isEmpty ? IPFSGateway.usual : gateways }
}
