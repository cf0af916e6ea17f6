package import EventLoops

/// The HTTP client of one event loop, for everything that Floe asks of others.
///
/// Connections are kept per loop, so neither they nor their pool are ever locked. Create,
/// use and close it on its loop. libcurl speaks HTTP/1.1 and TLS; what it is asked to send,
/// when it has taken too long and whether its answer is whole is decided here.
package final class UpstreamClient {
  /// The loop that everything happens on.
  package let loop: EventLoop
  /// The limits in force.
  package let settings: UpstreamClientSettings
  private let multi: CurlMulti
  private let kick: LoopTimer
  private let watchdog: LoopTimer
  private var watchdogAt = UInt64.max
  private var isSuspicious = false
  private var exchanges: [UpstreamExchange] = []
  private var deferred: [DeferredAction] = []
  private var isSettling = false
  private var isClosing = false
  private var isClosed = false

  /// A client without a connection yet.
  package init(loop: EventLoop, settings: UpstreamClientSettings) {
    loop.preconditionIsCurrent()
    self.loop = loop
    self.settings = settings
    multi = CurlMulti(loop: loop, settings: settings)
    kick = LoopTimer(loop: loop)
    watchdog = LoopTimer(loop: loop)
    multi.settle = { [unowned self] in settle() }
  }

  deinit { if !isClosed { tearDown() } }

  /// Exchanges that have not been completed.
  package var openExchangeCount: Int { exchanges.count }

  /// Sockets that the loop polls for this client.
  package var watchedSocketCount: Int { multi.openSocketCount }

  /// Sends a request; the handler hears of everything on later turns of the loop.
  @discardableResult
  package func start(
    _ request: UpstreamRequest, _ handler: any UpstreamHandler
  ) -> UpstreamExchange {
    loop.preconditionIsCurrent()
    let refusal: UpstreamFailure? =
      if exchanges.count >= settings.exchangesMax {
        .overloaded
      } else if !request.isWellFormed {
        .invalidRequest
      } else {
        nil
      }
    guard !isClosing else { return startTooLate(request, handler) }
    let transfer = refusal == nil ? CurlTransfer(request, settings: settings) : nil
    let exchange = UpstreamExchange(
      request, handler: handler, client: self, transfer: transfer, now: now)
    exchange.slot = exchanges.count
    exchanges.append(exchange)
    if let refusal {
      exchange.end(refusal)
    } else if multi.isEntered {
      later(.add(exchange))
    } else {
      add(exchange)
    }
    return exchange
  }

  /// Ends every exchange with `cancelled` and closes every connection; nothing starts after.
  ///
  /// Handlers are told before this returns, unless it is called by one of them from inside a
  /// transfer, in which case they are told as soon as that transfer's turn is over.
  package func close() {
    loop.preconditionIsCurrent()
    guard !isClosing else { return }
    isClosing = true
    if multi.isEntered || isSettling {
      kick.start(milliseconds: 0) { [self] in finishClosing() }
    } else {
      finishClosing()
    }
  }

  /// What is started on a closed client is cancelled, on a later turn like all else.
  private func startTooLate(
    _ request: UpstreamRequest, _ handler: any UpstreamHandler
  ) -> UpstreamExchange {
    let exchange = UpstreamExchange(
      request, handler: handler, client: self, transfer: nil, now: now)
    let bound = LoopBound(exchange, loop: loop)
    loop.execute { bound.value.finish(.cancelled) }
    return exchange
  }

  // MARK: For exchanges

  var now: UInt64 { loop.nowMilliseconds }

  func resume(_ exchange: UpstreamExchange) {
    watch(exchange)
    later(.resume(exchange))
  }

  func end(_ exchange: UpstreamExchange, _ failure: UpstreamFailure) {
    later(.end(exchange, failure))
  }

  /// Sees to it that the exchange's next time limit is noticed.
  func watch(_ exchange: UpstreamExchange) {
    guard let next = exchange.clock.next, next.at < watchdogAt else { return }
    watchdogAt = next.at
    watchdog.start(milliseconds: next.at > now ? next.at - now : 0) { [unowned self] in bark() }
  }

  // MARK: Turns of the loop

  private func add(_ exchange: UpstreamExchange) {
    guard let transfer = exchange.transfer else { return exchange.end(.other(code: 27)) }
    transfer.report(to: exchange)
    guard multi.add(transfer) else { return exchange.end(.other(code: 2)) }
    watch(exchange)
  }

  private func later(_ action: DeferredAction) {
    deferred.append(action)
    // Inside libcurl or while settling, whoever is below on the stack sees to it.
    if !isSettling, !multi.isEntered { kickOff() }
  }

  private func kickOff() {
    guard !isClosing else { return }
    kick.start(milliseconds: 0) { [unowned self] in settle() }
  }

  /// Tells handlers about ended transfers, then does what had to wait until libcurl was left.
  private func settle() {
    guard !isSettling, !isClosed else { return }
    isSettling = true
    while let (exchange, result) = multi.nextFinished() {
      finish(exchange, exchange.failure(ofResult: result))
    }
    let batch = deferred
    deferred.removeAll(keepingCapacity: true)
    for action in batch { perform(action) }
    isSettling = false
    // What these have left behind waits for the next turn: a handler that answers every
    // failure with another start must not hold the loop.
    if !deferred.isEmpty { kickOff() }
  }

  private func perform(_ action: DeferredAction) {
    switch action {
    case .add(let exchange):
      if exchange.slot != nil, exchange.verdict == nil { add(exchange) }
    case .resume(let exchange):
      guard let transfer = exchange.transfer, exchange.slot != nil, !exchange.isPaused else {
        return
      }
      if !multi.resume(transfer) { finish(exchange, exchange.verdict ?? .reset) }
    case .end(let exchange, let failure):
      finish(exchange, failure)
    }
  }

  private func finish(_ exchange: UpstreamExchange, _ failure: UpstreamFailure?) {
    guard let slot = exchange.slot else { return }
    exchange.slot = nil
    let last = exchanges.removeLast()
    if last !== exchange {
      exchanges[slot] = last
      last.slot = slot
    }
    if let transfer = exchange.transfer { multi.remove(transfer) }
    exchange.finish(failure)
  }

  /// Ends what has run out of time, and sleeps until the next limit.
  ///
  /// The loop runs timers before it looks at sockets. After it was kept busy for long, what
  /// seems overdue may have arrived, so the verdict is left to a second look a turn later.
  private func bark() {
    watchdogAt = .max
    let overdue = exchanges.compactMap { exchange in
      exchange.clock.next.flatMap { $0.at <= now ? (exchange, $0.expiry) : nil }
    }
    isSuspicious = !overdue.isEmpty && !isSuspicious
    if isSuspicious {
      watchdogAt = now
      watchdog.start(milliseconds: 1) { [unowned self] in bark() }
      return
    }
    for (exchange, expiry) in overdue { exchange.end(failure(of: expiry, exchange)) }
    for exchange in exchanges where exchange.verdict == nil { watch(exchange) }
  }

  private func failure(
    of expiry: ExchangeClock.Expiry, _ exchange: UpstreamExchange
  ) -> UpstreamFailure {
    switch expiry {
    case .connecting:
      return .timedOut(exchange.transfer?.phaseReached(isSecure: exchange.isSecure) ?? .lookup)
    case .firstByte: return .timedOut(.firstByte)
    case .stalled: return .stalled
    case .deadline: return .timedOut(.deadline)
    }
  }

  private func finishClosing() {
    guard !isClosed else { return }
    isSettling = true
    while let exchange = exchanges.last { finish(exchange, exchange.verdict ?? .cancelled) }
    deferred.removeAll()
    isSettling = false
    tearDown()
  }

  private func tearDown() {
    isClosed = true
    kick.close()
    watchdog.close()
    multi.close()
  }
}
