internal import ContentDelivery
package import Devnet
package import Gateway
internal import Glibc
internal import IPFSUpstream
package import Lifecycle
package import Persistence
internal import Settings
internal import Telemetry
package import TestSupport
internal import Testing
internal import WalrusIdentity
package import WalrusUpstream

/// A whole edge on two loops, in front of a local Walrus network of ten shards, and a client.
///
///     try await EdgeUnderTest.with { edge in
///       let id = try await edge.store(edge.content(1000))
///       #expect(try await edge.get("/cdn/\(id)").status == 200)
///     }
///
/// When the body is over, nothing may be under way any more: a fetch, a request to an upstream or
/// a reservation that is left behind fails the test, and so does an error that nobody foresaw.
package struct EdgeUnderTest: Sendable {
  /// The Walrus network that the edge reads and stores with.
  package let network: LocalNetwork
  /// The edge itself.
  package let edge: Edge
  private let log: ErrorLog
  private let stopped = StopOnce()

  /// Runs `body` with an edge of its own; both are stopped afterwards.
  ///
  /// - Parameter logFile: where everything is written that the edge logs, at every level.
  package static func with(
    _ adjust: (inout GatewaySettings) -> Void = { _ in },
    network configure: (inout LocalNetwork.Configuration) -> Void = { _ in },
    parts: EdgeParts = EdgeParts(),
    migrations: [Migration] = Edge.migrations, logFile: String = "/dev/null",
    _ body: (EdgeUnderTest) async throws -> Void
  ) async throws {
    let directory = TemporaryDirectory("edge")
    let network = try startNetwork(in: directory, configure)
    let sink = open(logFile, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    let writer = LogWriter(descriptor: sink)
    let result: Result<Void, any Error>
    do {
      let log = ErrorLog(lines: logFile == "/dev/null" ? nil : writer)
      let edge = try await Edge.start(
        settings(for: network) { settings in
          settings.dataDirectory = directory("data")
          adjust(&settings)
        }, writer: writer,
        logger: Logger(label: "test", handler: log), parts: parts,
        migrations: migrations)
      let stage = EdgeUnderTest(network: network, edge: edge, log: log)
      do {
        try await body(stage)
        await stage.expectNothingLeft()
        result = .success(())
      } catch {
        result = .failure(error)
      }
      _ = await stage.stop()
    } catch {
      result = .failure(error)
    }
    await BlockingThread.run { () throws(Never) in
      _ = writer.stop(within: .seconds(5))
      network.stop()
    }
    close(sink)
    withExtendedLifetime(directory) {}
    try result.get()
  }

  /// A local network that answers at once.
  package static func startNetwork(
    in directory: TemporaryDirectory,
    _ configure: (inout LocalNetwork.Configuration) -> Void = { _ in }
  ) throws -> LocalNetwork {
    var configuration = LocalNetwork.Configuration(dataDirectory: directory("network"))
    configuration.shardCount = shardCount
    configuration.latenciesMilliseconds = [0, 0, 0]
    configure(&configuration)
    let network = try LocalNetwork(configuration: configuration)
    try network.start()
    return network
  }

  /// The shards of the local network.
  package static let shardCount = 10

  /// The settings of tests, for what is beside an edge.
  package static func settings(
    _ adjust: (inout GatewaySettings) -> Void
  ) throws -> GatewaySettings {
    let sources = SettingsSources(
      environment: ["FLOE_ENVIRONMENT": "test"], presets: EnvironmentPresets.all)
    var settings = try sources.load(
      GatewaySettings.self, validations: GatewaySettings.validations
    ).settings
    adjust(&settings)
    return settings
  }

  private static func settings(
    for network: LocalNetwork, _ adjust: (inout GatewaySettings) -> Void
  ) throws -> GatewaySettings {
    var settings = try settings { _ in }
    settings.devnet.shards = shardCount
    settings.server.loops = 2
    settings.server.poolThreads = 2
    settings.server.drainTimeout = .seconds(1)
    settings.content.memoryLimit = .mebibytes(128)
    // Checks in the background change heads whenever they please; scenarios of them turn them on.
    settings.content.verification.mode = .off
    settings.walrus.aggregators = network.aggregatorURLs.compactMap { WalrusEndpoint($0) }
    settings.walrus.publishers = [network.publisherURL].compactMap { WalrusEndpoint($0) }
    // Without local gateways nobody is asked: the public ones are not for tests.
    settings.ipfs.isEnabled = !network.ipfsURLs.isEmpty
    settings.ipfs.gateways = network.ipfsURLs.compactMap { IPFSGateway($0) }
    // Tests count what upstreams are asked: nothing by itself, and nothing beside a slow answer.
    settings.walrus.health.probeInterval = .zero
    settings.walrus.health.hedgeDelayMin = .seconds(10)
    settings.walrus.health.hedgeDelayMax = .seconds(10)
    adjust(&settings)
    return settings
  }

  /// The port that the edge listens on.
  package var port: UInt16 { edge.port }

  /// The network's aggregators, for another edge.
  package var aggregators: [WalrusEndpoint] {
    network.aggregatorURLs.compactMap { WalrusEndpoint($0) }
  }

  /// What the edge has warned of.
  package var warnings: [String] { log.warnings }

  /// How many errors of this message the edge has reported, which a test has foreseen and which are
  /// forgotten thereby.
  package func takeErrors(_ message: String) -> Int { log.take(message) }

  // MARK: At the end

  /// Stops the edge, once; the first who asks is told how it went.
  @discardableResult
  package func stop() async -> ShutdownReport? {
    stopped.isFirst() ? await edge.stop() : nil
  }

  /// Waits until nothing is under way but idle connections.
  package func settled(within limit: Duration = .seconds(5)) async -> EdgeCounts {
    let end = ContinuousClock.now + limit
    while true {
      let counts = await edge.counts()
      if counts.fills + counts.streams + counts.exchanges == 0 || .now > end { return counts }
      await pause(milliseconds: 5)
    }
  }

  /// Lets the threads of the server go on for a moment.
  package func pause(milliseconds: UInt32) async {
    await BlockingThread.run { () throws(Never) in _ = usleep(milliseconds * 1000) }
  }

  /// Waits until something holds, and says whether it does.
  package func eventually(
    within limit: Duration = .seconds(5), _ condition: (EdgeCounts) -> Bool
  ) async -> Bool {
    let end = ContinuousClock.now + limit
    while true {
      if condition(await edge.counts()) { return true }
      if ContinuousClock.now > end { return false }
      await pause(milliseconds: 5)
    }
  }

  private func expectNothingLeft() async {
    #expect(log.events == [])
    // A stopped edge has no loops left that could be asked.
    guard !stopped.hasBeenFirst else { return }
    let counts = await settled()
    #expect(counts.fills == 0, "fetches are left: \(counts)")
    #expect(counts.streams == 0, "fetches are left: \(counts)")
    #expect(counts.exchanges == 0, "requests to upstreams are left: \(counts)")
    #expect(counts.memoryPeak <= counts.memoryLimit)
    let busy = edge.endpoints.filter { $0.inFlightCount != 0 }.map(\.url)
    #expect(busy == [], "attempts are counted that have ended")
  }
}
