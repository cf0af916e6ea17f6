internal import ContentDelivery
internal import EventLoops
internal import HTTPClient

/// One read of content, over as many attempts as its plan allows.
final class WalrusFetch: OriginFetch {
  private let request: OriginRequest
  private let source: WalrusBlobSource
  private var receiver: (any OriginReceiver)?
  private var plan: AttemptPlan
  /// What was announced to the receiver; nil until then.
  private var delivery: Delivery?
  private var attempt: FetchAttempt?
  private var isPaused = false
  private var isCancelled = false
  /// The failure that a next attempt is to make good, once the receiver wants bytes again.
  private var interruption: OriginFailure?

  init(_ request: OriginRequest, source: WalrusBlobSource, receiver: any OriginReceiver) {
    self.request = request
    self.source = source
    self.receiver = receiver
    plan = source.plan()
  }

  // MARK: From the receiver's side

  func begin() {
    guard !attemptNext() else { return }
    finishLater(OriginFailure(.unavailable, attempts: 0))
  }

  func resume() {
    guard isPaused, !isCancelled, receiver != nil else { return }
    isPaused = false
    if let interruption {
      self.interruption = nil
      if !attemptNext() { finishLater(interruption) }
    } else {
      attempt?.resume()
    }
  }

  func cancel() {
    guard !isCancelled, receiver != nil else { return }
    isCancelled = true
    if let attempt {
      attempt.cancel()
    } else {
      finishLater(OriginFailure(.cancelled, attempts: plan.tried.count))
    }
  }

  // MARK: From the attempt's side

  /// A head that answers the request; how many bytes to skip, nil when it is of no use.
  func received(_ head: OriginHead) -> Int64? {
    guard let receiver, !isCancelled else { return nil }
    if let delivery { return delivery.skip(in: head) }
    delivery = Delivery(head)
    receiver.received(head: head)
    return 0
  }

  /// Bytes that follow on what was delivered before.
  func received(_ bytes: RawSpan) -> Demand {
    guard let receiver, !isCancelled, delivery?.delivered(bytes.byteCount) == true else {
      return .cancel
    }
    switch receiver.received(bytes: bytes) {
    case .more: return isCancelled ? .cancel : .more
    case .pause:
      isPaused = true
      return .pause
    case .cancel:
      isCancelled = true
      return .cancel
    }
  }

  /// Whether everything that was announced has been delivered.
  var isWhole: Bool { delivery?.isWhole ?? false }

  /// The attempt is over; nil when it brought everything that it announced.
  func ended(_ record: AttemptRecord, _ failure: OriginFailure?, isLocal: Bool) {
    attempt = nil
    source.selection.ended(record)
    guard !isCancelled else {
      return finish(OriginFailure(.cancelled, attempts: plan.tried.count, source: failure?.source))
    }
    guard let failure else { return finish(nil) }
    guard delivery == nil else { return interrupted(failure) }
    switch plan.failed(failure, isLocal: isLocal) {
    case .finish(let failure): finish(failure)
    case .attempt: if !attemptNext() { finish(failure) }
    }
  }

  /// Goes on from where it stopped, if it is known how far there is to go.
  private func interrupted(_ failure: OriginFailure) {
    var failure = failure
    failure.attempts = plan.tried.count
    guard delivery?.missing != nil, plan.mayContinue(after: failure) else {
      return finish(failure)
    }
    if isPaused {
      interruption = failure
    } else if !attemptNext() {
      finish(failure)
    }
  }

  // MARK: Attempts

  /// False when no endpoint is left.
  private func attemptNext() -> Bool {
    let excluded = plan.tried + source.distrusted(for: request.reference)
    guard let endpoint = source.selection.choose(excluding: excluded) else { return false }
    plan.began(on: endpoint)
    let range = delivery?.missing ?? request.range
    let attempt = FetchAttempt(
      request, range: range, endpoint: endpoint, source: source.endpoints[endpoint].source,
      fetch: self)
    self.attempt = attempt
    attempt.start(
      source.upstreamRequest(
        request.reference.aggregatorPath, on: endpoint,
        method: request.method == .head ? .head : .get, range: range),
      with: source.client)
    return true
  }

  private func finishLater(_ failure: OriginFailure) {
    let bound = LoopBound(self, loop: source.client.loop)
    source.client.loop.execute { bound.value.finish(failure) }
  }

  private func finish(_ failure: OriginFailure?) {
    guard let receiver else { return }
    self.receiver = nil
    receiver.completed(failure)
  }
}
