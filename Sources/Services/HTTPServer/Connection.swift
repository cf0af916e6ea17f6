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
  /// Whether nothing follows the output that waits.
  @exclusivity(unchecked) var closesAfterOutput = false
  @exclusivity(unchecked) var transport: Transport
  let shard: ServerShard
  var activity: ConnectionActivity?
  let peer: PeerAddress
  @exclusivity(unchecked) var machine = Machine()
  /// Whether the client has said that it sends no more.
  @exclusivity(unchecked) var inputEnded = false

  init(descriptor: Int32, transport: Transport, peer: PeerAddress, shard: ServerShard) {
    unsafe self.transport = transport
    self.peer = peer
    self.shard = shard
    super.init(descriptor: descriptor, loop: shard.loop)
    unsafe deadline = shard.tick(after: shard.limits.idleTimeout)
  }

  /// Starts to read.
  func begin() { watch(.readable) }

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
    case .idle, .lingering: finish()
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
    if unsafe phase == .idle { finish() }
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
    shard.forget(self)
    close()
    exchange?.connectionClosed()
  }

  /// Waits for a phase's next step until its deadline.
  func enter(_ next: Phase) {
    let limits = shard.limits
    let timeout: UInt64 =
      switch next {
      case .idle: limits.idleTimeout
      case .receivingHead: limits.headTimeout
      case .exchanging, .writing: limits.writeStallTimeout
      case .lingering: limits.lingerTimeout
      case .closed: 0
      }
    unsafe phase = next
    let tick = shard.tick(after: timeout)
    let isNearer = unsafe Int32(bitPattern: tick &- deadline) < 0
    unsafe deadline = tick
    if isNearer { unsafe shard.wheel.moveNearer(self) }
  }
}
