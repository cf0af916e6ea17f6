internal import Bytes
internal import EventLoops
internal import Glibc
internal import HTTP
internal import Routing
internal import Transport

/// Drives one connection: bytes from the transport into the machine, responses back out.
///
/// Its fields are touched one at a time on one loop, so their run-time exclusivity checks are left
/// out: they cost more than the parser.
///
/// What the inline responder answers never leaves this object: read, parse, answer, write, with
/// nothing allocated. What it declines becomes an `Exchange` on a task that lives until the
/// connection has nothing more for it. An idle connection keeps neither buffer nor task.
final class Connection<Transport: ByteTransport, Machine: ConnectionMachine>: TimedConnection {
  /// What the connection waits for.
  enum Phase: UInt8 {
    /// The first byte of a request.
    case idle
    /// The rest of a PROXY header, before any request.
    case receivingProxyHeader
    /// The rest of a head.
    case receivingHead
    /// A task, which reads the body and writes the response.
    case exchanging
    /// The client, to take what was written.
    case writing
    /// The client, to see that it is over; what it still sends is dropped.
    case lingering
    case closed
  }

  // In this order they leave no gaps, and with their class fill a block of the allocator: an idle
  // connection is little more than them.

  @exclusivity(unchecked) var phase = Phase.idle
  @exclusivity(unchecked) var traits: ConnectionTraits
  @exclusivity(unchecked) var transport: Transport
  let shard: ServerShard
  var activity: ConnectionActivity?
  /// The other end of the connection, or the client that a PROXY header has named.
  @exclusivity(unchecked) var peer: PeerAddress
  @exclusivity(unchecked) var machine = Machine()
  /// The tick in which the connection began, as far as it fits: enough for some hours.
  private let beganAt: UInt16

  init(
    descriptor: Int32, transport: Transport, peer: PeerAddress, traits: ConnectionTraits,
    shard: ServerShard
  ) {
    unsafe self.transport = transport
    unsafe self.peer = peer
    unsafe self.traits = traits
    self.shard = shard
    unsafe beganAt = UInt16(truncatingIfNeeded: shard.wheel.now)
    super.init(descriptor: descriptor, loop: shard.loop)
    unsafe deadline = min(shard.tick(after: shard.limits.idleTimeout), shard.tick(beyond: 0))
  }

  /// Ticks since the connection began.
  @inline(__always)
  private var age: UInt16 { unsafe UInt16(truncatingIfNeeded: shard.wheel.now) &- beganAt }

  /// Whether the next response is the last one because the connection is old enough.
  @inline(__always)
  var isPastItsAge: Bool { age >= shard.ageMax }

  /// Starts to read.
  func begin() {
    if shard.limits.expectsProxyHeader {
      enter(.receivingProxyHeader)
    } else if unsafe shard.isDraining {
      enter(.idle)
    }
    watch(.readable)
  }

  /// The activity, made when first needed.
  var working: ConnectionActivity {
    if let activity { return activity }
    let fresh = ConnectionActivity()
    activity = fresh
    return fresh
  }

  // A generic class is called through its unspecialised methods; this one, through which all
  // readiness comes, is compiled for plain HTTP/1.1 and takes what it calls with it.
  @_specialize(where Transport == SocketTransport, Machine == HTTP1Machine)
  override func ready(_ events: Events, status: Int32) {
    guard status >= 0 else { return abort() }
    if events.contains(.writable) { flushOutput() }
    if events.contains(.readable), isOpen { receive() }
  }

  override func timedOut() {
    switch unsafe phase {
    case .idle:
      if isPastItsAge { shard.statistics.aged() }
      finish()
    case .receivingProxyHeader:
      shard.statistics.refused(.proxyHeader)
      finish()
    case .lingering: finish()
    case .receivingHead:
      shard.statistics.stalled()
      reject(.headTimedOut)
    case .exchanging:
      if let exchange = activity?.exchange, exchange.inputTimedOut() { return }
      // Output that waits moves the deadline whenever some of it is taken.
      if activity?.output.isEmpty == false { return stall() }
      unsafe deadline = shard.tick(after: shard.limits.writeStallTimeout)
    case .writing: stall()
    case .closed: break
    }
  }

  /// The client takes nothing, or too little.
  func stall() {
    shard.statistics.stalled()
    abort()
  }

  override func drain() {
    guard unsafe phase == .idle || phase == .receivingProxyHeader else { return }
    if shard.limits.drainIdleTimeout == 0 { return finish() }
    unsafe enter(phase)
  }

  /// Ends the connection so that the client sees a reset: nothing cut short may look whole.
  override func abort() {
    guard unsafe phase != .closed else { return }
    var linger = linger(l_onoff: 1, l_linger: 0)
    unsafe _ = setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    finish()
  }

  /// Closes the descriptor and lets go of everything.
  func finish() {
    guard unsafe phase != .closed else { return }
    unsafe phase = .closed
    let exchange = activity?.exchange
    activity = nil
    unsafe shard.forget(self, peer: peer, traits: traits)
    close()
    exchange?.connectionClosed()
  }

  /// Waits for a phase's next step until its deadline.
  func enter(_ next: Phase) {
    let limits = shard.limits
    let timeout: UInt64 =
      switch next {
      case .idle: unsafe shard.isDraining ? limits.drainIdleTimeout : limits.idleTimeout
      case .receivingProxyHeader:
        unsafe shard.isDraining ? limits.drainIdleTimeout : limits.headTimeout
      case .receivingHead: limits.headTimeout
      case .exchanging, .writing: limits.writeStallTimeout
      case .lingering: limits.lingerTimeout
      case .closed: 0
      }
    unsafe phase = next
    var tick = shard.tick(after: timeout)
    // A connection at rest does not become much older than it may.
    if next == .idle { tick = min(tick, shard.tick(beyond: age)) }
    let isNearer = unsafe Int32(bitPattern: tick &- deadline) < 0
    unsafe deadline = tick
    if isNearer { unsafe shard.wheel.moveNearer(self) }
  }
}
