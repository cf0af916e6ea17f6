internal import ContentDelivery
internal import HTTPClient
internal import IPFSIdentity
internal import Traces

/// One request to one gateway for one block, which is kept whole and hashed as it comes.
final class BlockAttempt: UpstreamHandler {
  /// How it ended.
  struct Ending {
    let outcome: BlockOutcome
    /// The block, or why it did not come.
    let result: Result<[UInt8], OriginFailure>
    var isLocal = false
  }

  private let cid: CID
  private let source: String
  private let byteCountMax: Int
  private let ended: (Ending) -> Void
  private var exchange: UpstreamExchange?
  private var digest: MultihashState?
  private var block: [UInt8] = []
  private var status: Int?
  private var refusal: OriginFailure?
  private var drain = RefusalDrain()
  private var span: OpenSpan?

  /// - Parameter ended: called once, on the client's loop.
  init(
    _ cid: CID, source: String, byteCountMax: Int, ended: @escaping (Ending) -> Void
  ) {
    self.cid = cid
    self.source = source
    self.byteCountMax = byteCountMax
    self.ended = ended
    digest = MultihashState(cid.function)
  }

  func start(_ request: UpstreamRequest, with client: UpstreamClient, in trace: TraceScope?) {
    var request = request
    span = request.beginSpan(in: trace)
    exchange = client.start(request, self)
  }

  func cancel() { exchange?.cancel() }

  func received(head: UpstreamHead) {
    status = head.status
    switch GatewayAnswer(head, source: source) {
    case .refusal(let failure): refusal = failure
    case .part: refusal = failure(.malformed)
    case .whole(let length):
      if let length, length > Int64(byteCountMax) {
        refusal = failure(.tooLarge)
      } else if digest == nil, !Self.saysBlock(head) {
        // Without a digest nothing else tells a block from a page about it.
        refusal = failure(.malformed)
      }
      if let length, refusal == nil { block.reserveCapacity(Int(length)) }
    }
  }

  func received(bytes: RawSpan) -> Demand {
    guard refusal == nil else { return drain.received(bytes.byteCount, status: status) }
    guard bytes.byteCount <= byteCountMax - block.count else {
      refusal = failure(.tooLarge)
      return .cancel
    }
    unsafe bytes.withUnsafeBytes { unsafe block.append(contentsOf: $0) }
    digest?.update(bytes)
    return .more
  }

  func completed(_ outcome: UpstreamOutcome) {
    exchange = nil
    span.take()?.end(status: status, outcome, failure: refusal.map { "\($0.code)" })
    if let refusal { return ended(Ending(outcome: .failed, result: .failure(refusal))) }
    if let failure = outcome.failure {
      return ended(
        Ending(
          outcome: .failed, result: .failure(self.failure(OriginFailure.Code(failure))),
          isLocal: failure.isLocal))
    }
    guard let digest = digest.take() else {
      return ended(Ending(outcome: .unverified, result: .success(block)))
    }
    guard digest.finalize() == cid.digest else {
      return ended(Ending(outcome: .mismatched, result: .failure(failure(.mismatched))))
    }
    ended(Ending(outcome: .verified, result: .success(block)))
  }

  private static func saysBlock(_ head: UpstreamHead) -> Bool {
    head.framing != .untilClose
      && head.first("content-type")?.lowercased() == "application/vnd.ipld.raw"
  }

  private func failure(_ code: OriginFailure.Code) -> OriginFailure {
    OriginFailure(code, lastStatus: status, source: source)
  }
}
