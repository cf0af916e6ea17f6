internal import Devnet
internal import Gateway
internal import IPFSUpstream
internal import Lifecycle
internal import Settings
internal import Telemetry
internal import WalrusUpstream

/// `floe serve`.
struct ServeCommand: Command {
  let name = "serve"
  let summary = "Serves Walrus content from the edge until it is told to stop."
  let examples = [
    Example("floe serve --devnet", "Serves on port 4500, with a local Walrus network behind it."),
    Example("floe serve --environment production --port 80", "Serves what is on mainnet."),
    Example("floe serve --walrus-network testnet --log-format text", "Logs for people."),
  ]
  var settingKeys: [SettingKey] { Invocation.allKeys }

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let interruptions = invocation.surroundings.interruptions
    // Asking is what begins to catch signals: from here on they stop, not kill.
    let interrupted = Task { await interruptions.received(1) }
    defer { interrupted.cancel() }
    // Likewise: a signal to read the settings again must not end a server that is starting.
    let reloads = invocation.surroundings.reloads()
    let loaded = try invocation.settings(checksSecrets: true)
    var settings = loaded.settings
    try StartAdvice.check(settings.server)
    let network = settings.devnet.isEnabled ? try LocalNetwork.launch(settings) : nil
    defer { network?.stop() }
    if let network { Self.use(network, in: &settings) }

    let writer = LogWriter(descriptor: invocation.terminal.output)
    defer { writer.stop(within: .seconds(1)) }
    let levels = settings.log.makeLevels()
    let logger = Logger(
      label: "floe",
      handler: LineLogHandler(writer: writer, format: settings.log.lineFormat, levels: levels))
    for warning in loaded.warnings { logger.component(.settings).warning("\(warning)") }
    let edge = try await Self.start(settings, writer, logger, levels, interruptions)
    let welcome = Welcome(
      settings: settings, port: edge.port, program: invocation.surroundings.program,
      controlURL: network?.controlURL)
    invocation.terminal.note(welcome.text)
    Edge.letGoOfStart()

    let reloading = Task {
      var reload = SettingsReload(
        invocation: invocation, inForce: loaded.report, logger: logger.component(.settings)
      ) { await edge.reconfigure($0) }
      for await _ in reloads { await reload.run() }
    }
    _ = await interrupted.value
    reloading.cancel()
    invocation.terminal.complain("Floe finishes what is in hand; Ctrl-C again stops it at once.")
    let report = await edge.stop { _ = await interruptions.received(2) }
    try Self.check(report)
  }

  /// Reads from and stores with the local network, gateways of IPFS included.
  private static func use(_ network: LocalNetwork, in settings: inout GatewaySettings) {
    settings.walrus.aggregators = network.aggregatorURLs.compactMap { WalrusEndpoint($0) }
    settings.walrus.publishers = [network.publisherURL].compactMap { WalrusEndpoint($0) }
    settings.ipfs.gateways = network.ipfsURLs.compactMap { IPFSGateway($0) }
  }

  /// Starts the edge; a signal before it is ready ends that.
  private static func start(
    _ settings: GatewaySettings, _ writer: LogWriter, _ logger: Logger, _ levels: LogLevels,
    _ interruptions: Interruptions
  ) async throws(CommandFailure) -> Edge {
    let task = Task {
      try await Edge.start(settings, writer: writer, logger: logger, levels: levels)
    }
    let watch = Task { if await interruptions.received(1) { task.cancel() } }
    defer { watch.cancel() }
    do {
      return try await task.value
    } catch let failure as StartFailure {
      if case .cancelled = failure.reason { throw .failed("interrupted before it was ready") }
      await Edge.reportFailedStart(failure, settings)
      throw .failed(StartAdvice.sentence(for: failure, settings.server))
    } catch {
      await Edge.reportFailedStart(error, settings)
      throw .failed(StartAdvice.sentence(for: error, settings.server))
    }
  }

  private static func check(_ report: ShutdownReport) throws(CommandFailure) {
    guard !report.isClean else { return }
    let phases = report.phases.filter { $0.outcome != .finished }.map(\.name)
    throw .failed("stopped before it was done with: \(phases.joined(separator: ", "))")
  }
}
