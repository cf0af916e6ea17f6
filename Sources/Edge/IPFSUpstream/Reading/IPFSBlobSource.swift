package import ContentDelivery
internal import EventLoops
package import HTTPClient

/// Content of IPFS, read from one of several gateways.
///
/// A block is asked for as such, kept until it is whole and checked against its CID; nothing of
/// one that fails is passed on. A file in many blocks is what a gateway makes of it, and unproven.
package final class IPFSBlobSource: BlobSource {
  let client: UpstreamClient
  let gateways: [IPFSGateway]
  let settings: IPFSUpstreamSettings
  let rotation: GatewayRotation
  private let metrics: IPFSMetrics.Shard?
  private var heldCount = 0

  /// A source for the shard of this client.
  ///
  /// - Parameter start: which gateway is asked first; only its remainder matters.
  package init(
    client: UpstreamClient, settings: IPFSUpstreamSettings, start: UInt64,
    metrics: IPFSMetrics.Shard? = nil
  ) {
    self.client = client
    self.settings = settings
    gateways = settings.gatewaysInForce
    rotation = GatewayRotation(count: gateways.count, start: start)
    self.metrics = metrics
  }

  /// Nothing to remember: blocks are compared with their CID before anybody sees them, and of what
  /// a gateway puts together nobody can tell.
  package func contentWasWrong(_ reference: ContentReference, from source: String) {}

  package func fetch(
    _ request: OriginRequest, into receiver: any OriginReceiver
  ) -> any OriginFetch {
    client.loop.preconditionIsCurrent()
    let fetch = IPFSFetch(request, source: self, receiver: receiver)
    fetch.begin()
    return fetch
  }

  /// Takes one of the places for blocks; false when there is none.
  func takePlace() -> Bool {
    guard heldCount < settings.blocksMax else { return false }
    heldCount += 1
    return true
  }

  /// Gives the place of a block back.
  func leavePlace() { heldCount -= 1 }

  /// Counts what became of a block.
  func note(_ outcome: BlockOutcome) { metrics?.note(outcome) }

  /// A plan over so many gateways.
  func plan(gatewayCount: Int) -> GatewayPlan {
    GatewayPlan(
      attemptsMax: settings.attemptsMax, gatewayCount: gatewayCount,
      notFoundConfirmations: settings.notFoundConfirmations)
  }

  /// The request for a block. The media type is said twice, as not all gateways hear both.
  func blockRequest(_ path: String, on gateway: Int) -> UpstreamRequest {
    var request = UpstreamRequest(url: gateways[gateway].url("\(path)?format=raw"))
    request.fields = [UpstreamField("Accept", "application/vnd.ipld.raw")]
    request.timeouts = timeouts
    request.timeouts.deadline = settings.blockTimeout
    return request
  }

  /// The request for a file, or a part of one.
  func fileRequest(_ path: String, of request: OriginRequest, on gateway: Int) -> UpstreamRequest {
    var upstream = UpstreamRequest(
      request.method == .head ? .head : .get, url: gateways[gateway].url(path))
    upstream.range = request.range
    upstream.timeouts = timeouts
    return upstream
  }

  private var timeouts: UpstreamTimeouts {
    UpstreamTimeouts(
      connect: settings.connectTimeout, firstByte: nil, head: settings.attemptTimeout,
      stall: settings.stallTimeout)
  }
}
