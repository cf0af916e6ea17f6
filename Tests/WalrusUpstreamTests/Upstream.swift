import ContentDelivery
import Devnet
import EventLoops
import HTTPClient
import Settings
import TestSupport
import WalrusIdentity
import WalrusUpstream

/// A local network of three aggregators and a publisher, and what reads and stores there.
///
/// The aggregators are asked in their order, unless a test selects them.
struct Upstream {
  let network: LocalNetwork
  let client: UpstreamClient
  let source: WalrusBlobSource
  let publisher: WalrusBlobPublisher

  static let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 9) }

  /// Runs `body` on a loop of its own with a fresh network.
  static func with(
    _ adjust: @escaping @Sendable (inout WalrusUpstreamSettings) -> Void = { _ in },
    selection: (@Sendable ([WalrusEndpoint], WalrusUpstreamSettings) -> any EndpointSelection)? =
      nil,
    _ body: @escaping @Sendable (Upstream) async throws -> Void
  ) async throws {
    let directory = TemporaryDirectory("upstream")
    var configuration = LocalNetwork.Configuration(dataDirectory: directory("network"))
    configuration.shardCount = 10
    configuration.latenciesMilliseconds = [0, 0, 0]
    let network = try LocalNetwork(configuration: configuration)
    try network.start()
    let loop = EventLoop.start(name: "upstream-test")
    let result = await Task(executorPreference: loop) {
      var settings = try! SettingsSources()
        .load(WalrusUpstreamSettings.self).settings
      let patient = settings
      adjust(&settings)
      let client = UpstreamClient(
        loop: loop, settings: UpstreamClientSettings(userAgent: "floe/test"))
      defer { client.close() }
      let aggregators = network.aggregatorURLs.compactMap { WalrusEndpoint($0) }
      let source = WalrusBlobSource(
        client: client, endpoints: aggregators,
        selection: selection?(aggregators, settings)
          ?? EndpointRotation(count: aggregators.count, start: 0), settings: settings)
      let publishers = settings.publishers + [WalrusEndpoint(network.publisherURL)!]
      let publisher = WalrusBlobPublisher(
        client: client, endpoints: publishers,
        selection: EndpointRotation(count: publishers.count, start: 0), settings: patient)
      do {
        try await body(
          Upstream(network: network, client: client, source: source, publisher: publisher))
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

  static func reference(_ name: ContentReference.Name) -> ContentReference {
    ContentReference(name, secret: ContentKeySecret(1, 2))
  }

  /// Stores the content and gives its reference.
  func store(_ content: [UInt8] = content) async throws -> ContentReference {
    let receipt = try await publisher.publish(content, options: PublishOptions())
    network.clearRequests()
    return Self.reference(.blob(receipt.blobID!))
  }

  /// Reads to the end.
  func read(
    _ reference: ContentReference, method: OriginRequest.Method = .get,
    range: ClosedRange<Int64>? = nil
  ) async -> (recorder: OriginRecorder, failure: OriginFailure?) {
    let recorder = OriginRecorder()
    _ = source.fetch(OriginRequest(reference, method: method, range: range), into: recorder)
    let failure = await recorder.end()
    return (recorder, failure)
  }

  /// Makes one aggregator misbehave.
  func fault(_ index: Int, _ adjust: (inout Faults) -> Void) {
    var faults = Faults()
    adjust(&faults)
    network.setFaults(faults, on: .aggregator(index))
  }

  /// Requests that each aggregator has seen.
  var requestCounts: [Int] { (0..<3).map { network.requests(to: .aggregator($0)).total } }
}
