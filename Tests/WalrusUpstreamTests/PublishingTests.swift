import ContentDelivery
import Devnet
import HTTPClient
import Testing
import WalrusIdentity
import WalrusUpstream

/// Stores with publishers that are well, and with such that are not.
@Suite struct PublishingTests {
  private func failure(
    _ upstream: Upstream, _ content: [UInt8] = [1, 2, 3],
    _ adjust: (inout PublishOptions) -> Void = { _ in }
  ) async -> PublishFailure? {
    var options = PublishOptions()
    adjust(&options)
    do throws(PublishFailure) {
      _ = try await upstream.publisher.publish(content, options: options)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a stored blob has an answer, an id and a source`() async throws {
    try await Upstream.with { upstream in
      var options = PublishOptions()
      options.epochs = 3
      options.isPermanent = true
      let receipt = try await upstream.publisher.publish([1, 2, 3], options: options)
      let json = String(decoding: receipt.json, as: UTF8.self)
      let id = try #require(receipt.blobID)
      #expect(json.contains("\(id)"))
      #expect(receipt.source == String(upstream.network.publisherURL.dropFirst(7)))
      let sent = upstream.network.requests(to: .publisher).heads.first ?? ""
      #expect(sent.hasPrefix("PUT /v1/blobs?epochs=3&permanent=true HTTP/1.1"))
    }
  }

  @Test func `a store that the publisher refuses is told in its words`() async throws {
    try await Upstream.with { upstream in
      let refused = await failure(upstream) {
        $0.isPermanent = true
        $0.isDeletable = true
      }
      #expect(refused?.code == .rejected)
      #expect(refused?.lastStatus == 400)
      #expect(refused?.detail?.isEmpty == false)
      let large = await failure(upstream, [UInt8](repeating: 0, count: 10 << 20 | 1))
      #expect(large?.code == .tooLarge)
    }
  }

  @Test func `a publisher that cannot be reached is passed over`() async throws {
    try await Upstream.with({ $0.publishers = [WalrusEndpoint("http://127.0.0.1:1")!] }) {
      upstream in
      #expect(await failure(upstream) == nil)
    }
  }

  @Test(arguments: [500, 503])
  func `a publisher that may have begun is not asked twice`(status: Int) async throws {
    try await Upstream.with { upstream in
      var faults = Faults()
      faults.status = status
      upstream.network.setFaults(faults, on: .publisher)
      #expect(await failure(upstream)?.code == .unavailable)
      #expect(upstream.network.requests(to: .publisher).total == 1)
    }
  }

  @Test func `a publisher that hangs up is not asked twice`() async throws {
    try await Upstream.with { upstream in
      #expect(await failure(upstream) == nil)
      upstream.network.clearRequests()
      var faults = Faults()
      faults.closeBeforeHead = true
      upstream.network.setFaults(faults, on: .publisher)
      #expect(await failure(upstream)?.code == .unavailable)
      #expect(upstream.network.requests(to: .publisher).total == 1)
    }
  }

  @Test func `a publisher that sheds load is passed over`() async throws {
    try await Upstream.with { upstream in
      var faults = Faults()
      faults.status = 429
      faults.times = 1
      upstream.network.setFaults(faults, on: .publisher)
      let endpoints = [upstream.network.publisherURL, upstream.network.publisherURL + "/"]
        .compactMap { WalrusEndpoint($0) }
      let publisher = WalrusBlobPublisher(
        client: upstream.client, endpoints: endpoints,
        selection: EndpointRotation(count: 2, start: 0), settings: upstream.source.settings)
      let receipt = try await publisher.publish([1], options: PublishOptions())
      #expect(receipt.blobID != nil)
    }
  }

  @Test func `without a publisher there is none to ask`() async throws {
    try await Upstream.with { upstream in
      let publisher = WalrusBlobPublisher(
        client: upstream.client, endpoints: [], selection: EndpointRotation(count: 0, start: 0),
        settings: upstream.source.settings)
      await #expect(throws: PublishFailure(.noPublisher)) {
        try await publisher.publish([1], options: PublishOptions())
      }
    }
  }
}
