import ContentDelivery
import Devnet
import EventLoops
import HTTPClient
import IPFSIdentity
import IPFSUpstream
import Settings
import TestSupport

/// Three local gateways of IPFS and what reads from them, on a loop of its own.
struct Gateways {
  let network: LocalNetwork
  let client: UpstreamClient
  let source: IPFSBlobSource

  /// Runs `body` on the loop; gateway 0 is asked first.
  static func with(
    _ adjust: @escaping @Sendable (inout IPFSUpstreamSettings) -> Void = { _ in },
    _ body: @escaping @Sendable (Gateways) async throws -> Void
  ) async throws {
    let directory = TemporaryDirectory("gateways")
    var configuration = LocalNetwork.Configuration(dataDirectory: directory("network"))
    configuration.shardCount = 10
    configuration.ipfsPorts = [0, 0, 0]
    let network = try LocalNetwork(configuration: configuration)
    try network.start()
    let loop = EventLoop.start(name: "gateway-test")
    let result = await Task(executorPreference: loop) {
      var settings = try! SettingsSources().load(IPFSUpstreamSettings.self).settings
      settings.gateways = network.ipfsURLs.compactMap { IPFSGateway($0) }
      adjust(&settings)
      let client = UpstreamClient(
        loop: loop, settings: UpstreamClientSettings(userAgent: "floe/test"))
      defer { client.close() }
      let source = IPFSBlobSource(client: client, settings: settings, start: 0)
      do {
        try await body(Gateways(network: network, client: client, source: source))
        return Result<Void, any Error>.success(())
      } catch {
        return .failure(error)
      }
    }.value
    loop.stop()
    network.stop()
    withExtendedLifetime(directory) {}
    try result.get()
  }

  /// Reads to the end.
  func read(
    _ cid: String, method: OriginRequest.Method = .get, range: ClosedRange<Int64>? = nil,
    into recorder: OriginRecorder = OriginRecorder()
  ) async throws -> (recorder: OriginRecorder, failure: OriginFailure?) {
    let reference = ContentReference(.cid(try CID(cid)), secret: ContentKeySecret(1, 2))
    let fetch = source.fetch(
      OriginRequest(reference, method: method, range: range), into: recorder)
    recorder.resume = { fetch.resume() }
    let failure = await recorder.end()
    return (recorder, failure)
  }

  /// Makes one gateway misbehave.
  func fault(_ index: Int, _ adjust: (inout Faults) -> Void) {
    var faults = Faults()
    adjust(&faults)
    network.setFaults(faults, on: .gateway(index))
  }

  /// Requests that each gateway has seen.
  var requestCounts: [Int] { (0..<3).map { network.requests(to: .gateway($0)).total } }

  /// Bytes that look like nothing in particular.
  static func content(_ count: Int) -> [UInt8] {
    var random = SplitMix64(seed: UInt64(count))
    return random.bytes(count)
  }
}
