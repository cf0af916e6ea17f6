internal import Bytes
internal import EventLoops
internal import HTTP
internal import Routing
internal import Transport

extension Connection {
  /// Reads what has arrived and works on it.
  func receive() {
    switch unsafe phase {
    case .lingering: return dropInput()
    case .exchanging: return receiveDuringExchange()
    case .receivingProxyHeader: return receiveProxyHeader()
    case .writing, .closed: return
    case .idle, .receivingHead: break
    }
    let buffer = unsafe shard.readBuffer
    let carried = unsafe takeCarry(into: buffer)
    let free = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[carried...])
    switch unsafe transport.read(into: free) {
    case .moved(let count): process(count: carried + count)
    case .wouldBlock: unsafe keep(buffer, from: 0, to: carried)
    case .ended: finish()
    case .failed: abort()
    }
  }

  /// Works on what a finished exchange has left behind it.
  func processCarry() {
    let carried = unsafe takeCarry(into: shard.readBuffer)
    if carried > 0 {
      process(count: carried)
    } else {
      settle()
    }
  }

  func takeCarry(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let activity, !activity.carry.isEmpty else { return 0 }
    let count = activity.carry.count
    unsafe activity.carry.withUnsafeBytes { unsafe buffer.copyMemory(from: $0) }
    activity.carry.removeAll(keepingCapacity: true)
    return count
  }

  func keep(_ buffer: UnsafeMutableRawBufferPointer, from start: Int, to end: Int) {
    guard start < end else { return }
    unsafe working.carry.append(contentsOf: buffer[start..<end])
  }

  /// Answers every whole request in the first `count` bytes of the read buffer.
  func process(count: Int) {
    let buffer = unsafe shard.readBuffer
    let shard = self.shard
    shard.context.refreshTime()
    var offset = 0
    var answered = 0
    requests: while offset < count {
      let bytes = unsafe Span<UInt8>(
        _unsafeStart: buffer.baseAddress!.assumingMemoryBound(to: UInt8.self) + offset,
        count: count - offset)
      switch unsafe machine.nextHead(bytes, into: shard.head, limits: shard.limits.request) {
      case .incomplete:
        unsafe keep(buffer, from: offset, to: count)
        if !flush() { return }
        if unsafe phase != .receivingHead { enter(.receivingHead) }
        return watch(.readable)
      case .rejected(let rejection):
        shard.statistics.refused()
        return reject(.malformed(rejection))
      case .complete(let headLength):
        if unsafe traits.contains(.isFromProxy), let refusal = findClient(bytes) {
          return reject(refusal)
        }
        prepareContext(bytes)
        guard respondInline(bytes) else {
          guard flush() || activity?.output.isEmpty == false else { return }
          startExchange(head: bytes, headLength: headLength)
          unsafe keep(buffer, from: offset + headLength, to: count)
          return exchangeStarted()
        }
        offset += headLength
        answered += 1
        // The responder may have wished for it too.
        if shard.context.closesConnection {
          unsafe traits.insert(.closesAfterOutput)
          break requests
        }
        if answered % shard.limits.pipelinedRequestsMax == 0 || !shard.sink.hasRoom {
          guard flush() else {
            unsafe keep(buffer, from: offset, to: count)
            return
          }
        }
      }
    }
    guard flush() else { return }
    settle()
  }

  /// Fills in the context of the request whose head was just parsed.
  private func prepareContext(_ bytes: Span<UInt8>) {
    let shard = self.shard
    let context = shard.context
    let keepsAlive = shard.head.keepsAlive
    var isLast = unsafe !keepsAlive || shard.isDraining
    if !isLast, isPastItsAge {
      shard.statistics.aged()
      isLast = true
    }
    let client = unsafe traits.contains(.isFromProxy) ? shard.client : peer
    context.begin(
      at: EventLoop.nowNanoseconds, from: client, closesConnection: isLast,
      announcesKeepAlive: keepsAlive && shard.head.minorVersion == 0)
    unsafe shard.identity.assign(context, head: shard.head, bytes: bytes)
    if shard.mayBeTraced { shard.joinTrace(bytes) }
  }

  /// Whether the request was answered on the spot; the answer is in the sink.
  @inline(__always)
  private func respondInline(_ bytes: Span<UInt8>) -> Bool {
    let shard = self.shard
    guard shard.head.body == .none, activity?.exchange == nil else { return false }
    let disposition = shard.responder.respond(
      to: shard.head, in: bytes, context: shard.context, into: shard.sink)
    guard case .responded(let outcome) = disposition else { return false }
    shard.observer.finished(
      outcome, method: shard.head.method, target: shard.head.target(in: bytes),
      context: shard.context)
    return true
  }

  /// What follows when all output is written: the next request, or the end.
  func settle() {
    if unsafe traits.contains(.closesAfterOutput) { return beginLingering() }
    if let activity {
      guard activity.carry.isEmpty else { return enter(.receivingHead) }
      if activity.isSpent { self.activity = nil }
    }
    let endsAtOnce = unsafe shard.isDraining && shard.limits.drainIdleTimeout == 0
    if unsafe endsAtOnce || traits.contains(.inputEnded) { return finish() }
    enter(.idle)
    watch(.readable)
  }

  /// Says that nothing more comes and waits for the client to see it (RFC 9112 §9.6).
  func beginLingering() {
    activity = nil
    unsafe transport.finishSending()
    if unsafe traits.contains(.inputEnded) { return finish() }
    enter(.lingering)
    watch(.readable)
  }

  private func dropInput() {
    // A bound on each turn; the deadline bounds the whole.
    for _ in 0..<8 {
      switch unsafe transport.read(into: shard.readBuffer) {
      case .moved: continue
      case .wouldBlock: return
      case .ended, .failed: return finish()
      }
    }
  }

  /// Bytes that come while a task works: its body, or what is pipelined behind it.
  private func receiveDuringExchange() {
    guard let exchange = activity?.exchange else { return }
    let free = exchange.inputMax - working.carry.count
    guard free > 0 else { return watch(watchedForOutput) }
    let buffer = unsafe UnsafeMutableRawBufferPointer(rebasing: shard.readBuffer[..<free])
    switch unsafe transport.read(into: buffer) {
    case .moved(let count):
      unsafe keep(buffer, from: 0, to: count)
      exchange.inputArrived()
      if working.carry.count >= exchange.inputMax { watch(watchedForOutput) }
    case .wouldBlock: return
    case .ended:
      unsafe traits.insert(.inputEnded)
      watch(watchedForOutput)
      exchange.inputFinished()
    case .failed: abort()
    }
  }

  /// What to watch when no input is wanted.
  var watchedForOutput: Events {
    activity?.output.isEmpty == false ? .writable : []
  }
}
