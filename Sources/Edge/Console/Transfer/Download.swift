internal import EventLoops
internal import HTTPClient

/// Moves a response's content to a descriptor piece by piece, confined to the client's loop.
///
/// The descriptor may be a pipe that somebody reads slowly, so a thread of a pool writes to
/// it; until the piece is written the exchange is paused, and its time limits with it.
final class Download: UpstreamHandler {
  private let loop: EventLoop
  private let pool: BlockingPool
  private let descriptor: Int32
  private let meter: ProgressMeter
  private var exchange: UpstreamExchange?
  private var head: UpstreamHead?
  private var refusal: [UInt8] = []
  private var isWriting = false
  private var writeError: Int32 = 0
  private var ended: UpstreamOutcome?
  private var waiter: CheckedContinuation<Void, Never>?

  init(loop: EventLoop, pool: BlockingPool, descriptor: Int32, meter: ProgressMeter) {
    self.loop = loop
    self.pool = pool
    self.descriptor = descriptor
    self.meter = meter
  }

  /// Asks and waits until everything is written; to be called once, on the client's loop.
  func run(_ request: UpstreamRequest, with client: UpstreamClient) async -> DownloadOutcome {
    let exchange = client.start(request, self)
    self.exchange = exchange
    let bound = LoopBound(exchange, loop: loop)
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter = $0 }
    } onCancel: {
      bound.loop.execute { bound.value.cancel() }
    }
    return outcome
  }

  private var outcome: DownloadOutcome {
    if writeError != 0 { return .unwritable(writeError) }
    guard let head, let ended else { return .failed(ended?.failure ?? .malformed) }
    if head.status != 200 { return .refused(ServerAnswer(status: head.status, body: refusal)) }
    if head.framing == .untilClose { return .endless }
    if let failure = ended.failure { return .failed(failure) }
    return .complete
  }

  // MARK: Events of the exchange

  func received(head: UpstreamHead) {
    self.head = head
    if case .length(let length) = head.framing { meter.expect(Int(length)) }
  }

  func received(bytes: RawSpan) -> Demand {
    guard let head, head.status == 200 else { return keepRefusal(bytes) }
    guard head.framing != .untilClose else { return .cancel }
    let piece = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    let (descriptor, own) = (descriptor, LoopBound(self, loop: loop))
    isWriting = true
    let isQueued = pool.submit {
      let error = Terminal.write(piece, to: descriptor)
      own.loop.execute { own.value.wrote(piece.count, error) }
    }
    precondition(isQueued, "one piece is written at a time")
    return .pause
  }

  func completed(_ outcome: UpstreamOutcome) {
    ended = outcome
    wakeWhenDone()
  }

  private func keepRefusal(_ bytes: RawSpan) -> Demand {
    guard refusal.count + bytes.byteCount <= ServerAnswer.bytesMax else { return .cancel }
    unsafe bytes.withUnsafeBytes { unsafe refusal.append(contentsOf: $0) }
    return .more
  }

  private func wrote(_ count: Int, _ error: Int32) {
    isWriting = false
    writeError = error
    if error == 0 {
      meter.advance(by: count)
      exchange?.resume()
    } else {
      exchange?.cancel()
    }
    wakeWhenDone()
  }

  private func wakeWhenDone() {
    guard ended != nil, !isWriting else { return }
    exchange = nil
    waiter?.resume()
    waiter = nil
  }
}
