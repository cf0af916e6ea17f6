internal import Bytes
internal import EventLoops
internal import HTTP
internal import Routing
internal import Transport

extension Connection {
  /// Sets up a request whose head is at the start of `bytes`; `exchangeStarted()` runs it.
  func startExchange(head bytes: Span<UInt8>, headLength: Int) {
    let shard = self.shard
    let context = RequestContext(
      isStrict: shard.context.isStrict, clock: shard.context.clock)
    context.begin(as: shard.context)
    let owned = [UInt8](capacity: headLength) {
      $0.append(bytes: bytes.extracting(..<headLength))
    }
    working.exchange = Exchange(
      head: shard.head.copy(), bytes: owned, context: context, limits: shard.limits, host: self)
  }

  /// Runs the exchange on a task that prefers the connection's loop.
  func exchangeStarted() {
    guard let exchange = activity?.exchange else { return }
    let shard = self.shard
    enter(.exchanging)
    watch(working.carry.count >= exchange.inputMax ? watchedForOutput : watchedWithInput)
    let bound = LoopBound((exchange, shard), loop: shard.loop)
    exchange.task = Task(executorPreference: shard.loop) {
      let (exchange, shard) = bound.value
      await exchange.run(on: shard)
    }
  }

  private var watchedWithInput: Events {
    var events: Events = unsafe traits.contains(.inputEnded) ? [] : .readable
    if activity?.output.isEmpty == false { events.insert(.writable) }
    return events
  }
}

extension Connection: ExchangeHost {
  func takeInput() -> [UInt8] {
    guard let activity else { return [] }
    var input: [UInt8] = []
    swap(&input, &activity.carry)
    return input
  }

  func putBack(_ input: [UInt8]) {
    guard !input.isEmpty, isOpen else { return }
    working.carry = input + working.carry
  }

  var hasInputEnded: Bool { unsafe traits.contains(.inputEnded) }

  func wantInput() {
    guard isOpen, unsafe !traits.contains(.inputEnded) else { return }
    unsafe deadline = shard.tick(after: shard.limits.bodyStallTimeout)
    watch(watchedWithInput)
  }

  func send(_ piece: BodyPiece) -> Bool {
    guard isOpen else { return false }
    let output = working.output
    let mustStart = output.isEmpty
    output.append(piece)
    unsafe deadline = shard.tick(after: shard.limits.writeStallTimeout)
    if mustStart { flushOutput() }
    return isOpen
  }

  var isOutputWritten: Bool { activity?.output.isEmpty ?? true }

  func exchangeFinished(closes: Bool) {
    guard isOpen else { return }
    activity?.exchange = nil
    if closes {
      unsafe traits.insert(.closesAfterOutput)
      return beginLingering()
    }
    unsafe phase = .idle
    processCarry()
  }
}

extension Exchange {
  /// Runs the handler and writes its response.
  func run(on shard: ServerShard) async {
    let request = Request(
      head: head, bytes: bytes, body: self, id: context.idText, peer: context.peer,
      shard: shard.index, receivedAt: context.nowSeconds,
      trace: context.hasTrace ? context.trace : nil)
    let response = await shard.handler.respond(to: request)
    if await !discardRest() { context.closesConnection = true }
    if unsafe shard.isDraining { context.closesConnection = true }
    if !context.closesConnection, let host, host.isPastItsAge {
      shard.statistics.aged()
      context.closesConnection = true
    }
    shard.context.refreshTime()
    context.takeTime(from: shard.context)
    let writer = ResponseWriter(exchange: self, isHead: head.method == .head)
    let (sent, isWhole) = await writer.write(response)
    context.bodyFollowed()
    let bytes = self.bytes
    let span = bytes.span
    shard.observer.finished(
      RequestOutcome(
        status: response.status.code, bodyCount: sent, cache: response.cache,
        route: response.route, meter: response.meter, receivedCount: Int64(receivedCount),
        storedCount: response.storedCount),
      method: head.method, target: head.target(in: span), context: context)
    guard let host else { return }
    if isWhole {
      host.exchangeFinished(closes: context.closesConnection)
    } else {
      host.abort()
    }
  }
}
