internal import Devnet
internal import Gateway
internal import Settings

/// `floe devnet`.
struct DevnetCommand: Command {
  let name = "devnet"
  let summary = "Runs a local Walrus network alone: aggregators, publisher, IPFS, control port."
  let examples = [
    Example("floe devnet", "On ports that the system chooses; they are printed."),
    Example(
      "floe devnet --devnet-aggregator-port 31415 --devnet-publisher-port 31418",
      "On the aggregators' usual port and the ones after it."),
  ]

  /// The settings of the network, and where its blobs lie.
  var settingKeys: [SettingKey] {
    Invocation.allKeys.filter { key in
      key.name == "environment" || key.name == "data_directory"
        || (key.name.hasPrefix("devnet.") && key.name != "devnet.enabled")
    }
  }

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let interruptions = invocation.surroundings.interruptions
    let interrupted = Task { await interruptions.received(1) }
    defer { interrupted.cancel() }
    let settings = try invocation.settings().settings
    let network = try LocalNetwork.launch(settings)
    defer { network.stop() }
    try invocation.terminal.print(
      Self.text(network, shards: settings.devnet.shards, program: invocation.surroundings.program))
    _ = await interrupted.value
  }

  private static func text(_ network: LocalNetwork, shards: Int, program: String) -> String {
    let aggregators = network.aggregatorURLs.map { "aggregator  \($0)" }
    let option = shards == 1000 ? "" : " --shards \(shards)"
    let reader = network.aggregatorURLs.first ?? ""
    let lines =
      aggregators + [
        "publisher   \(network.publisherURL)"
      ] + network.ipfsURLs.map { "IPFS        \($0)" } + [
        "control     \(network.controlURL)", "",
        "  curl -X PUT --data-binary @README.md \(network.publisherURL)/v1/blobs",
        "  curl \(reader)/v1/blobs/$(\(program) blob-id README.md\(option))",
        "  curl -X POST --data-binary @README.md \(network.controlURL)/ipfs",
        "  curl \(network.controlURL)/", "",
      ]
    return lines.joined(separator: "\n") + "\n"
  }
}
