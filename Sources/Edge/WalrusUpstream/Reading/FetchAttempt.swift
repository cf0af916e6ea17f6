internal import ContentDelivery
internal import HTTPClient
internal import Traces

/// One exchange with one aggregator on behalf of a fetch.
final class FetchAttempt: UpstreamHandler {
  let endpoint: Int
  /// Why it is made.
  let purpose: AttemptPurpose
  /// Whether it was begun beside an attempt that lets us wait.
  let isBeside: Bool
  private let request: OriginRequest
  private let range: ClosedRange<Int64>?
  private let source: String
  private let fetch: WalrusFetch
  private var exchange: UpstreamExchange?
  private var status: Int?
  private var refusal: OriginFailure?
  private var refusalBody: [UInt8] = []
  private var drainedCount = 0
  private var skipLeft: Int64 = 0
  /// How it lost against another one, if it did.
  private(set) var defeat: Defeat?
  private var span: OpenSpan?

  /// How an attempt lost against another one.
  enum Defeat {
    /// It was there first and let the other one overtake it.
    case overtaken
    /// It was only there for the case.
    case needless
  }

  /// Bytes of a refusal's body that are kept.
  private static let refusalBodyMax = 4096
  /// Bytes of a refusal's body that are read to keep the connection.
  private static let drainMax = 16 * 1024

  init(
    _ request: OriginRequest, range: ClosedRange<Int64>?, endpoint: Int, source: String,
    purpose: AttemptPurpose, isBeside: Bool, fetch: WalrusFetch
  ) {
    self.request = request
    self.range = range
    self.endpoint = endpoint
    self.source = source
    self.purpose = purpose
    self.isBeside = isBeside
    self.fetch = fetch
  }

  func start(_ upstream: UpstreamRequest, with client: UpstreamClient) {
    var upstream = upstream
    span = upstream.beginSpan(in: request.trace)
    span?.attributes.append(SpanAttribute("floe.upstream.purpose", "\(purpose)"))
    exchange = client.start(upstream, self)
  }

  func resume() { exchange?.resume() }
  func cancel() { exchange?.cancel() }

  /// Ends it because another one has answered.
  func lose(_ defeat: Defeat) {
    guard self.defeat == nil else { return }
    self.defeat = defeat
    exchange?.cancel()
  }

  func received(head: UpstreamHead) {
    status = head.status
    switch AggregatorAnswer(head, to: request, range: range, source: source) {
    case .refusal(let failure):
      refusal = failure
    case .content(let content):
      if let skip = fetch.received(content, from: self) {
        skipLeft = skip
      } else {
        refusal = OriginFailure(.malformed, lastStatus: head.status, source: source)
      }
    }
  }

  func received(bytes: RawSpan) -> Demand {
    guard refusal == nil else { return drain(bytes) }
    let skipped = Int(min(skipLeft, Int64(bytes.byteCount)))
    skipLeft -= Int64(skipped)
    guard skipped < bytes.byteCount else { return .more }
    return fetch.received(bytes.extracting(skipped..<bytes.byteCount), from: self)
  }

  func completed(_ outcome: UpstreamOutcome) {
    exchange = nil
    let failure = failure(outcome)
    var record = AttemptRecord(endpoint: endpoint, status: status, outcome: outcome)
    record.code = failure?.code
    record.retryAfter = failure?.retryAfter
    switch defeat {
    case .overtaken: record.isLate = true
    case .needless: record.code = .cancelled
    case nil: break
    }
    span.take()?.end(status: status, outcome, failure: record.code.map { "\($0)" })
    let isLocal = refusal == nil && outcome.failure?.isLocal ?? false
    fetch.ended(self, record, failure, isLocal: isLocal)
  }

  /// A refusal is short or not worth a kept connection.
  private func drain(_ bytes: RawSpan) -> Demand {
    drainedCount += bytes.byteCount
    let room = Self.refusalBodyMax - refusalBody.count
    let kept = bytes.extracting(0..<min(room, bytes.byteCount))
    unsafe kept.withUnsafeBytes { unsafe refusalBody.append(contentsOf: $0) }
    return drainedCount <= Self.drainMax && status != 200 && status != 206 ? .more : .cancel
  }

  private func failure(_ outcome: UpstreamOutcome) -> OriginFailure? {
    if var refusal {
      // An operator's front may forbid for reasons of its own, which do not tell of the size.
      if refusal.code == .tooLarge, !isSizeExceeded { refusal.code = .unavailable }
      return refusal
    }
    if let failure = outcome.failure {
      return OriginFailure(OriginFailure.Code(failure), lastStatus: status, source: source)
    }
    guard request.method == .head || fetch.isWhole else {
      return OriginFailure(.truncated, lastStatus: status, source: source)
    }
    return nil
  }

  private var isSizeExceeded: Bool {
    request.method == .head || refusalBody.contains("BLOB_TOO_LARGE".utf8)
  }
}
