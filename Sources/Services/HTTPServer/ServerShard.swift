internal import Bytes
internal import EventLoops
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

  private var listener: Listener?
  private let timer: LoopTimer

  init(
    index: Int, loop: EventLoop, limits: ServerLimits, services: ShardServices,
    statistics: ServerStatistics
  ) {
    self.index = index
    self.loop = loop
    self.limits = limits
    self.responder = services.responder
    self.handler = services.handler
    self.observer = services.observer
    unsafe self.sampler = services.sampler
    self.statistics = statistics
    self.context = RequestContext(clock: { EventLoop.nowNanoseconds })
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

  /// Stops accepting, ends idle connections, lets the others finish what is in hand.
  func drain() {
    unsafe isDraining = true
    stopAccepting()
    for connection in unsafe wheel.all { connection.drain() }
  }

  /// Closes the listener; connections stay.
  func stopAccepting() {
    listener?.close()
    listener = nil
  }

  /// Ends every connection now.
  func abort() {
    for connection in unsafe wheel.all { connection.abort() }
  }

  /// Gives back what the loop holds for the shard; call when no connection is left.
  func close() {
    listener?.close()
    listener = nil
    timer.close()
  }

  /// A connection is gone.
  func forget(_ connection: TimedConnection) {
    unsafe wheel.remove(connection)
    statistics.closed()
  }

  private func accept(_ socket: Int32, _ peer: PeerAddress) {
    statistics.accepted()
    let connection = PlainConnection(
      descriptor: socket, transport: SocketTransport(descriptor: socket), peer: peer, shard: self)
    unsafe wheel.insert(connection)
    connection.begin()
    if statistics.openCount >= limits.connectionsMax { listener?.hold() }
  }

  private func tick() {
    context.refreshTime()
    for connection in unsafe wheel.advance() { connection.timedOut() }
    if statistics.openCount < limits.connectionsMax { listener?.release() }
  }
}
