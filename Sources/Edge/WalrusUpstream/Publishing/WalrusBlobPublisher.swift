package import ContentDelivery
package import HTTPClient
internal import Traces

/// Stores blobs with one of several publishers.
package final class WalrusBlobPublisher: BlobPublisher {
  private let client: UpstreamClient
  private let endpoints: [WalrusEndpoint]
  private let selection: any EndpointSelection
  private let settings: WalrusUpstreamSettings

  /// The longest answer that is taken, in bytes.
  private static let answerBytesMax = 64 << 10

  /// A publisher for the shard of this client.
  package init(
    client: UpstreamClient, endpoints: [WalrusEndpoint], selection: any EndpointSelection,
    settings: WalrusUpstreamSettings
  ) {
    precondition(selection.count == endpoints.count)
    self.client = client
    self.endpoints = endpoints
    self.selection = selection
    self.settings = settings
  }

  package func publish(
    _ body: [UInt8], options: PublishOptions
  ) async throws(PublishFailure) -> PublishReceipt {
    var tried: [Int] = []
    var last = PublishFailure(.noPublisher)
    while tried.count < settings.attemptsMax,
      let endpoint = selection.choose(for: tried.isEmpty ? .first : .retry, excluding: tried)
    {
      tried.append(endpoint)
      let outcome = await ask(endpoint, body, options)
      switch outcome {
      case .stored(let receipt): return receipt
      case .refused(let failure, let mayHaveBegun):
        last = failure
        if mayHaveBegun || Task.isCancelled { throw failure }
      }
    }
    throw last
  }

  private enum Outcome {
    case stored(PublishReceipt)
    /// Elsewhere it is tried only when this publisher cannot have begun to store.
    case refused(PublishFailure, mayHaveBegun: Bool)
  }

  private func ask(_ endpoint: Int, _ body: [UInt8], _ options: PublishOptions) async -> Outcome {
    let name = endpoints[endpoint].source
    var upstream = request(endpoint, body, options)
    let span = upstream.beginSpan(in: TraceScope.current)
    do throws(UpstreamFailure) {
      let response = try await client.collect(upstream, limit: Self.answerBytesMax)
      span?.end(status: response.head.status, .succeeded(response.report))
      var record = AttemptRecord(
        endpoint: endpoint, status: response.head.status, outcome: .succeeded(response.report))
      record.retryAfter = AggregatorAnswer.retryAfter(response.head)
      selection.ended(record)
      return Self.outcome(response, source: name)
    } catch {
      span?.end(status: nil, .failed(error, UpstreamReport()))
      selection.ended(
        AttemptRecord(endpoint: endpoint, status: nil, outcome: .failed(error, UpstreamReport())))
      let code: PublishFailure.Code =
        switch error {
        case .timedOut, .stalled: .timedOut
        case .malformed, .headTooLarge, .bodyTooLarge, .redirectsTooMany: .malformed
        default: .unavailable
        }
      return .refused(
        PublishFailure(code, source: name), mayHaveBegun: !error.isBeforeRequest)
    }
  }

  private func request(
    _ endpoint: Int, _ body: [UInt8], _ options: PublishOptions
  ) -> UpstreamRequest {
    let query = options.query
    let path = query.isEmpty ? "/v1/blobs" : "/v1/blobs?\(query)"
    var request = UpstreamRequest(.put, url: endpoints[endpoint].url(path))
    request.body = UpstreamBody(body)
    request.reusesConnections = false
    request.timeouts = UpstreamTimeouts(
      connect: settings.connectTimeout, firstByte: settings.publishTimeout,
      stall: settings.stallTimeout)
    return request
  }

  private static func outcome(_ response: CollectedResponse, source: String) -> Outcome {
    let status = response.head.status
    guard status == 200 else {
      let failure = PublishFailure(
        PublisherRefusal.code(status), detail: PublisherRefusal.detail(response.body),
        retryAfter: AggregatorAnswer.retryAfter(response.head), lastStatus: status, source: source)
      // Shed load was never looked at.
      return .refused(failure, mayHaveBegun: status != 429)
    }
    switch PublisherAnswer(response.body) {
    case .stored(let id):
      return .stored(PublishReceipt(json: response.body, blobID: id, source: source))
    case .failed(let detail):
      let text = PublisherRefusal.detail(Array(detail.utf8))
      return .refused(
        PublishFailure(.unavailable, detail: text, lastStatus: 200, source: source),
        mayHaveBegun: true)
    case .unintelligible:
      return .refused(
        PublishFailure(.malformed, lastStatus: 200, source: source), mayHaveBegun: true)
    }
  }
}
