/// A handler that keeps everything and wakes one waiter at the end.
final class ResponseCollector: UpstreamHandler {
  typealias Collected = Result<CollectedResponse, UpstreamFailure>

  private let limit: Int
  private var head: UpstreamHead?
  private var body: [UInt8] = []
  private var isTooLarge = false
  private var ended: Collected?
  private var waiter: CheckedContinuation<Collected, Never>?

  init(limit: Int) {
    self.limit = limit
  }

  /// Waits for the end; to be called once.
  func result() async -> Collected {
    if let ended { return ended }
    return await withCheckedContinuation { waiter = $0 }
  }

  func received(head: UpstreamHead) {
    self.head = head
    if case .length(let length) = head.framing, length <= limit {
      body.reserveCapacity(Int(length))
    }
  }

  func received(bytes: RawSpan) -> Demand {
    guard bytes.byteCount <= limit - body.count else {
      isTooLarge = true
      return .cancel
    }
    unsafe bytes.withUnsafeBytes { unsafe body.append(contentsOf: $0) }
    return .more
  }

  func completed(_ outcome: UpstreamOutcome) {
    let result: Collected =
      switch outcome {
      case .succeeded(let report):
        if let head {
          .success(CollectedResponse(head: head, body: body, report: report))
        } else {
          .failure(.malformed)
        }
      case .failed(let failure, _):
        .failure(isTooLarge ? .bodyTooLarge : failure)
      }
    ended = result
    waiter?.resume(returning: result)
    waiter = nil
  }
}
