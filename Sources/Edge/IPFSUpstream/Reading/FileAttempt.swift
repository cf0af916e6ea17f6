internal import ContentDelivery
internal import HTTPClient
internal import Traces

/// One request to one gateway for a file that lies in many blocks, streamed as it comes. The root
/// block, which is proven, has told its length; the rest is the gateway's word.
final class FileAttempt: UpstreamHandler {
  private let request: OriginRequest
  private let byteCount: Int64
  private let source: String
  private let fetch: IPFSFetch
  private var exchange: UpstreamExchange?
  private var status: Int?
  private var refusal: OriginFailure?
  private var drain = RefusalDrain()
  /// Bytes that are still to come, once something was announced.
  private var missing: Int64?
  private var span: OpenSpan?

  init(_ request: OriginRequest, byteCount: Int64, source: String, fetch: IPFSFetch) {
    self.request = request
    self.byteCount = byteCount
    self.source = source
    self.fetch = fetch
  }

  func start(_ upstream: UpstreamRequest, with client: UpstreamClient) {
    var upstream = upstream
    span = upstream.beginSpan(in: request.trace)
    exchange = client.start(upstream, self)
  }

  func resume() { exchange?.resume() }
  func cancel() { exchange?.cancel() }

  func received(head: UpstreamHead) {
    status = head.status
    switch content(GatewayAnswer(head, source: source)) {
    case .failure(let failure): refusal = failure
    case .success(let content):
      missing = request.method == .head ? 0 : content.length
      fetch.received(content)
    }
  }

  func received(bytes: RawSpan) -> Demand {
    guard refusal == nil, let left = missing else {
      return drain.received(bytes.byteCount, status: status)
    }
    guard Int64(bytes.byteCount) <= left else {
      refusal = failure(.malformed)
      return .cancel
    }
    missing = left - Int64(bytes.byteCount)
    return fetch.received(bytes)
  }

  func completed(_ outcome: UpstreamOutcome) {
    exchange = nil
    span.take()?.end(status: status, outcome, failure: refusal.map { "\($0.code)" })
    if let refusal { return fetch.fileEnded(refusal) }
    if let failure = outcome.failure {
      return fetch.fileEnded(
        self.failure(OriginFailure.Code(failure)), isLocal: failure.isLocal)
    }
    fetch.fileEnded(missing == 0 ? nil : failure(.truncated))
  }

  private func content(_ answer: GatewayAnswer) -> Result<OriginHead, OriginFailure> {
    switch answer {
    case .refusal(let failure): return .failure(failure)
    case .whole(let length):
      guard length ?? byteCount == byteCount else { return .failure(failure(.malformed)) }
      return .success(OriginHead(length: byteCount, source: source))
    case .part(let positions, let total):
      guard positions == request.range, total ?? byteCount == byteCount else {
        return .failure(failure(.malformed))
      }
      return .success(
        OriginHead(
          coverage: .part(positions), length: Int64(positions.count), total: byteCount,
          source: source))
    }
  }

  private func failure(_ code: OriginFailure.Code) -> OriginFailure {
    OriginFailure(code, lastStatus: status, source: source)
  }
}
