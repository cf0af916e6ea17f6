internal import Bytes
internal import EventLoops
internal import Glibc
internal import HTTP
internal import Routing
internal import Synchronization
internal import Traces
internal import Transport

/// One loop's share of the server: its listener, its connections and what they have in common.
///
/// Not `Sendable`: it is made on its loop and lives there.
@safe
final class ServerShard {
  /// How often deadlines are looked at, in milliseconds: one tick of the wheel.
  static let tickMilliseconds: UInt64 = 250
  static let readBufferSize = 64 * 1024

  let index: Int
  let loop: EventLoop
  let limits: ServerLimits
  let responder: any InlineResponder
  let handler: any RequestHandler
  let observer: any RequestObserver
  let filter: (any AddressFilter)?
  let gate: ConnectionGate
  let statistics: ServerStatistics

  let head = RequestHead(remembersFields: true)
  let sink = ResponseSink()
  let context: RequestContext
  let readBuffer: UnsafeMutableRawBufferPointer
  let pagePipe = PagePipe()
  @exclusivity(unchecked) var wheel = TimeoutWheel()
  @exclusivity(unchecked) var identity = RequestIdentity()
  @exclusivity(unchecked) var sampler: RequestSampler
  @exclusivity(unchecked) var isDraining = false
  /// For whom a trusted proxy sends the request in hand.
  @exclusivity(unchecked) var client = PeerAddress(ipv4: 0, port: 0)
  /// How old a connection becomes, in ticks.
  let ageMax: UInt16

  /// Connections that were not taken and wait for their clients to see the answer, at most: the
  /// others are closed without one.
  private static let turnedAwayMax = 64
  /// The oldest that a connection may become, in ticks: an hour. Four times that fit into its age.
  private static let ageMaxLimit: UInt64 = 3_600_000 / tickMilliseconds

  /// Connections that wait for a place, by the number of their tickets.
  private var waiting: [UInt64: ArrivedConnection] = [:]
  private var waitedNumber: UInt64 = 0
  private var turnedAwayCount = 0
  private var listener: Listener?
  private let timer: LoopTimer

  init(
    index: Int, loop: EventLoop, gate: ConnectionGate, services: ShardServices,
    statistics: ServerStatistics
  ) {
    self.index = index
    self.loop = loop
    self.gate = gate
    limits = gate.limits
    ageMax = UInt16(
      min(max(1, limits.connectionAgeMax / Self.tickMilliseconds), Self.ageMaxLimit))
    self.responder = services.responder
    self.handler = services.handler
    self.observer = services.observer
    filter = services.filter
    unsafe self.sampler = services.sampler
    self.statistics = statistics
    self.context = RequestContext(
      isStrict: services.isStrict, clock: { EventLoop.nowNanoseconds })
    unsafe self.readBuffer = .allocate(byteCount: Self.readBufferSize, alignment: 64)
    self.timer = LoopTimer(loop: loop)
    context.refreshTime()
    timer.start(milliseconds: Self.tickMilliseconds, repeating: Self.tickMilliseconds) {
      [self] in tick()
    }
  }

  deinit { unsafe readBuffer.deallocate() }

  /// Begins to accept on a socket that listens already.
  func listen(on descriptor: Int32) {
    listener = Listener(descriptor: descriptor, loop: loop) { [self] socket, peer in
      accept(socket, peer)
    }
  }

  /// The tick that lies `milliseconds` ahead, at least one.
  func tick(after milliseconds: UInt64) -> UInt32 {
    unsafe wheel.now &+ UInt32((milliseconds + Self.tickMilliseconds - 1) / Self.tickMilliseconds)
      &+ 1
  }

  /// The tick up to which a connection of so many ticks may rest, for its age.
  func tick(beyond age: UInt16) -> UInt32 {
    tick(after: limits.agedIdleTimeout) &+ UInt32(age < ageMax ? ageMax - age : 0)
  }

  /// Stops accepting, ends idle connections, lets the others finish what is in hand.
  func drain() {
    unsafe isDraining = true
    stopAccepting()
    for connection in unsafe wheel.all { connection.drain() }
  }

  /// Accepts what waits in the system's queue, which would be reset, and closes the listener.
  func stopAccepting() {
    listener?.finish()
    listener = nil
  }

  /// Ends every connection now.
  func abort() {
    for connection in unsafe wheel.all { connection.abort() }
    for arrived in waiting.values { discard(arrived) }
    waiting = [:]
  }

  /// Gives back what the loop holds for the shard; call when no connection is left.
  func close() {
    listener?.close()
    listener = nil
    timer.close()
  }

  /// A connection is gone.
  func forget(_ connection: TimedConnection, peer: PeerAddress, traits: ConnectionTraits) {
    unsafe wheel.remove(connection)
    statistics.closed()
    if traits.contains(.isTurnedAway) { turnedAwayCount -= 1 }
    if traits.contains(.isCounted) { gate.addresses.give(peer) }
    if traits.contains(.holdsPlace) { gate.places.give() }
  }

  /// The wait of a connection is over.
  func waitEnded(_ ticket: ConnectionTicket, hasPlace: Bool) {
    guard let arrived = waiting.removeValue(forKey: ticket.number) else {
      if hasPlace { gate.places.give() }
      return
    }
    guard hasPlace else { return turnAway(arrived, .queueTimeout) }
    statistics.waited(milliseconds: loop.nowMilliseconds &- ticket.since)
    admit(arrived)
  }

  private func accept(_ socket: Int32, _ peer: PeerAddress) {
    statistics.accepted()
    let isProxy = limits.trustedProxies.contains(peer)
    if let filter, filter.refuses(peer) { return drop(socket, .addressRule) }
    if limits.expectsProxyHeader, !isProxy { return drop(socket, .untrustedProxy) }
    var traits: ConnectionTraits = isProxy ? .isFromProxy : []
    // A connection that begins with a PROXY header is counted for whom the header names.
    if !limits.expectsProxyHeader {
      switch gate.take(peer, isProxy: isProxy) {
      case .taken: traits.insert(.isCounted)
      case .uncounted: break
      case .refused:
        return turnAway(
          ArrivedConnection(descriptor: socket, peer: peer, traits: traits), .addressLimit)
      }
    }
    let arrived = ArrivedConnection(descriptor: socket, peer: peer, traits: traits)
    if gate.places.take() { return admit(arrived) }
    waitedNumber += 1
    let ticket = ConnectionTicket(shard: index, number: waitedNumber, since: loop.nowMilliseconds)
    waiting[ticket.number] = arrived
    if !gate.places.wait(ticket) {
      waiting[ticket.number] = nil
      turnAway(arrived, .queueFull)
    }
  }

  /// Begins a connection that has a place.
  private func admit(_ arrived: ArrivedConnection) {
    open(arrived, adding: .holdsPlace).begin()
  }

  private func open(
    _ arrived: ArrivedConnection, adding trait: ConnectionTraits
  ) -> PlainConnection {
    statistics.opened()
    let connection = PlainConnection(
      descriptor: arrived.descriptor, transport: SocketTransport(descriptor: arrived.descriptor),
      peer: arrived.peer, traits: arrived.traits.union(trait), shard: self)
    unsafe wheel.insert(connection)
    return connection
  }

  /// Tells the client of a connection that is not taken, unless many are being told.
  private func turnAway(_ arrived: ArrivedConnection, _ reason: ConnectionRefusal) {
    statistics.refused(reason)
    guard turnedAwayCount < Self.turnedAwayMax else { return discard(arrived) }
    turnedAwayCount += 1
    open(arrived, adding: .isTurnedAway)
      .turnAway(reason == .addressLimit ? .tooManyConnections : .full)
  }

  private func discard(_ arrived: ArrivedConnection) {
    if arrived.traits.contains(.isCounted) { gate.addresses.give(arrived.peer) }
    _ = Glibc.close(arrived.descriptor)
  }

  private func drop(_ socket: Int32, _ reason: ConnectionRefusal) {
    statistics.refused(reason)
    _ = Glibc.close(socket)
  }

  private func tick() {
    context.refreshTime()
    for connection in unsafe wheel.advance() { connection.timedOut() }
    gate.places.expire(at: loop.nowMilliseconds)
  }
}
