package import Settings

/// The local Walrus network that can run inside the process.
package struct DevnetSettings: SettingsSection {
  package static let section = "devnet"

  /// Whether it runs, for how many shards, and on which ports.
  package var isEnabled: Bool
  package var shards: Int
  package var aggregatorPort: Int
  package var publisherPort: Int
  package var ipfsPort: Int
  package var controlPort: Int

  package init(reading reader: inout SettingsReader) {
    isEnabled = reader.value(
      "enabled", default: false,
      "Runs a local Walrus network in the process and uses it as the upstream.")
    shards = reader.value(
      "shards", default: 1000,
      "Shards that blob ids are computed for; the real networks have 1000, fewer are faster.",
      range: 4...1000)
    aggregatorPort = reader.value(
      "aggregator_port", default: 0,
      "Port of the first local aggregator, the others follow; 0 lets the system choose.",
      range: 0...65533)
    publisherPort = reader.value(
      "publisher_port", default: 0, "Port of the local publisher; 0 lets the system choose.",
      range: 0...65535)
    ipfsPort = reader.value(
      "ipfs_port", default: 0,
      "Port of the first local gateway of IPFS, the other follows; 0 lets the system choose.",
      range: 0...65534)
    controlPort = reader.value(
      "control_port", default: 0,
      "Port where faults and epochs are set; 0 lets the system choose.", range: 0...65535)
  }
}
