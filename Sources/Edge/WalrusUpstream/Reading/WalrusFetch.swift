internal import ContentDelivery
internal import EventLoops
internal import HTTPClient
internal import Resilience

/// One read of content, over as many attempts as its plan, its budgets and its deadline allow.
final class WalrusFetch: OriginFetch {
  private let request: OriginRequest
  private let source: WalrusBlobSource
  private var receiver: (any OriginReceiver)?
  private var plan: AttemptPlan
  /// What was announced to the receiver; nil until then.
  private var delivery: Delivery?
  /// Attempts under way: one, and a second beside it when the first is slow.
  private var running: [FetchAttempt] = []
  /// The one whose bytes the receiver gets.
  private var winner: FetchAttempt?
  private var isPaused = false
  private var isCancelled = false
  /// The failure that a next attempt is to make good, once the receiver wants bytes again.
  private var interruption: OriginFailure?
  private var timer: LoopTimer?
  private var retryCount = 0
  /// When content must have begun, in milliseconds of the loop.
  private let deadline: UInt64

  init(_ request: OriginRequest, source: WalrusBlobSource, receiver: any OriginReceiver) {
    self.request = request
    self.source = source
    self.receiver = receiver
    plan = source.plan()
    deadline =
      source.client.loop.nowMilliseconds + Self.milliseconds(source.settings.readTimeout)
  }

  // MARK: From the receiver's side

  func begin() {
    guard !attemptNext() else { return }
    let liars = source.distrusted(for: request.reference)
    finishLater(
      !liars.isEmpty && liars.count == source.endpoints.count
        ? OriginFailure(.mismatched, attempts: 0)
        : OriginFailure(.unavailable, retryAfter: source.selection.recovery, attempts: 0))
  }

  func resume() {
    guard isPaused, !isCancelled, receiver != nil else { return }
    isPaused = false
    if let interruption {
      self.interruption = nil
      if !attemptNext() { finishLater(interruption) }
    } else {
      winner?.resume()
    }
  }

  func cancel() {
    guard !isCancelled, receiver != nil else { return }
    isCancelled = true
    if running.isEmpty {
      finishLater(OriginFailure(.cancelled, attempts: plan.tried.count))
    } else {
      for attempt in running { attempt.cancel() }
    }
  }

  // MARK: From the attempts' side

  /// A head that answers the request; how many bytes to skip, nil when it is of no use.
  func received(_ head: OriginHead, from attempt: FetchAttempt) -> Int64? {
    guard let receiver, !isCancelled, winner == nil else { return nil }
    guard delivery != nil else {
      delivery = Delivery(head)
      win(attempt)
      receiver.received(head: head)
      return 0
    }
    if delivery?.isUntouched == true {
      guard delivery?.restart(with: head) == true else { return nil }
      win(attempt)
      return 0
    }
    guard let skip = delivery?.skip(in: head) else { return nil }
    win(attempt)
    return skip
  }

  /// The first whose answer is of use goes on alone.
  private func win(_ attempt: FetchAttempt) {
    winner = attempt
    timer?.stop()
    for other in running where other !== attempt {
      other.lose(attempt.isBeside ? .overtaken : .needless)
    }
  }

  /// Bytes that follow on what was delivered before.
  func received(_ bytes: RawSpan, from attempt: FetchAttempt) -> Demand {
    guard let receiver, !isCancelled, attempt === winner,
      delivery?.delivered(bytes.byteCount) == true
    else { return .cancel }
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

  /// An attempt is over; without a failure when it brought everything that it announced.
  func ended(
    _ attempt: FetchAttempt, _ record: AttemptRecord, _ failure: OriginFailure?, isLocal: Bool
  ) {
    running.removeAll { $0 === attempt }
    source.selection.ended(record)
    if attempt.purpose == .hedge { source.selection.hedgeEnded(hasWon: attempt === winner) }
    guard receiver != nil, attempt.defeat == nil else { return }
    guard !isCancelled else {
      return finish(OriginFailure(.cancelled, attempts: plan.tried.count, source: failure?.source))
    }
    guard let failure else { return finish(nil) }
    if winner === attempt { winner = nil }
    guard delivery == nil else { return interrupted(failure) }
    switch plan.failed(failure, on: attempt.endpoint, isLocal: isLocal) {
    case .finish(let failure): if running.isEmpty || plan.isDecided { finish(failure) }
    case .attempt: attemptLater(after: failure)
    }
  }

  /// Goes on from where it stopped, if it is known how far there is to go.
  private func interrupted(_ failure: OriginFailure) {
    var failure = failure
    failure.attempts = plan.tried.count
    let canGoOn = delivery?.missing != nil || delivery?.isUntouched == true
    guard canGoOn, plan.mayContinue(after: failure) else { return finish(failure) }
    if isPaused {
      interruption = failure
    } else if running.isEmpty, !attemptNext() {
      finish(failure)
    }
  }

  // MARK: Attempts

  /// Tries elsewhere after a wait; beside an attempt that lets us wait, at once.
  private func attemptLater(after failure: OriginFailure) {
    guard running.isEmpty else {
      if plan.purpose == .confirmation {
        _ = attemptNext()
      } else {
        _ = askBeside([.hedge, .retry])
      }
      return
    }
    timer?.stop()
    var delay = UInt64(0)
    if plan.purpose == .retry {
      retryCount += 1
      delay = Self.milliseconds(source.settings.health.backoff.delay(beforeRetry: retryCount))
    }
    guard now + delay < deadline else { return finish(plan.surrender(failure)) }
    let attempt = { [self] in
      guard receiver != nil, !isCancelled else { return }
      if !attemptNext() { finish(plan.surrender(failure)) }
    }
    if delay == 0 { attempt() } else { startTimer(delay, attempt) }
  }

  /// Endpoints that are not to be asked next.
  private var excluded: [Int] { plan.excluded + source.distrusted(for: request.reference) }

  /// False when no endpoint is left, or none may be asked.
  private func attemptNext() -> Bool {
    guard
      let endpoint = source.selection.choose(for: plan.purpose, excluding: excluded)
    else { return false }
    attempt(on: endpoint, for: plan.purpose, isBeside: !running.isEmpty)
    if plan.mayAttempt, let delay = source.selection.hedgeDelay(of: endpoint) {
      askBesideLater(delay)
    }
    return true
  }

  /// Asks a second endpoint once the first has been silent for so long; when no budget for that is
  /// left, once it has been silent for as long as any may be, which is as bad as a failure.
  private func askBesideLater(_ delay: Duration) {
    let longest = source.settings.health.hedgeDelayMax
    startTimer(Self.milliseconds(delay)) { [self] in
      guard !askBeside(delay < longest ? [.hedge] : [.hedge, .retry]), delay < longest else {
        return
      }
      startTimer(Self.milliseconds(longest - delay)) { [self] in
        _ = askBeside([.hedge, .retry])
      }
    }
  }

  /// Asks a second endpoint at the same time, for the first of these purposes that is allowed;
  /// false when none is.
  private func askBeside(_ purposes: [AttemptPurpose]) -> Bool {
    guard receiver != nil, !isCancelled, winner == nil, running.count == 1, plan.mayAttempt else {
      return true
    }
    for purpose in purposes {
      guard let endpoint = source.selection.choose(for: purpose, excluding: excluded) else {
        continue
      }
      attempt(on: endpoint, for: purpose, isBeside: true)
      return true
    }
    return false
  }

  private func attempt(on endpoint: Int, for purpose: AttemptPurpose, isBeside: Bool) {
    plan.began(on: endpoint)
    let range = delivery?.missing ?? request.range
    let attempt = FetchAttempt(
      request, range: range, endpoint: endpoint, source: source.endpoints[endpoint].source,
      purpose: purpose, isBeside: isBeside, fetch: self)
    running.append(attempt)
    let left = deadline > now ? deadline - now : 1
    attempt.start(
      source.upstreamRequest(
        request.reference.aggregatorPath, on: endpoint,
        method: request.method == .head ? .head : .get, range: range,
        within: delivery == nil ? .milliseconds(Int64(left)) : nil),
      with: source.client)
  }

  // MARK: Time and end

  private var now: UInt64 { source.client.loop.nowMilliseconds }

  private static func milliseconds(_ duration: Duration) -> UInt64 {
    UInt64(max(duration / .milliseconds(1), 0).rounded())
  }

  private func startTimer(_ milliseconds: UInt64, _ action: @escaping () -> Void) {
    if timer == nil { timer = LoopTimer(loop: source.client.loop) }
    timer?.start(milliseconds: milliseconds, action)
  }

  private func finishLater(_ failure: OriginFailure) {
    let bound = LoopBound(self, loop: source.client.loop)
    source.client.loop.execute { bound.value.finish(failure) }
  }

  private func finish(_ failure: OriginFailure?) {
    guard let receiver else { return }
    self.receiver = nil
    // A timer that is not closed lives as long as the loop.
    timer?.close()
    timer = nil
    for attempt in running { attempt.lose(.needless) }
    receiver.completed(failure)
  }
}
