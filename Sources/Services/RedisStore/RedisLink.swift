internal import EventLoops
internal import RESP
internal import Resilience
internal import SharedState
internal import Transport

/// A connection to one server that is made again whenever it is lost; confined to its loop.
///
/// While the first attempt is under way commands wait; once one has failed they are refused at once
/// until a connection stands. What was under way when a connection is lost fails: nobody knows
/// whether it was carried out.
final class RedisLink {
  private enum Phase {
    case resting
    case dialing(Dial)
    case greeting(ClientStream)
    case ready(ClientStream, since: UInt64)
    case closed
  }

  /// A server that loses a connection sooner than this is not trusted to keep the next.
  private static let trustedAfterNanoseconds: UInt64 = 1_000_000_000

  /// Whom to connect to; read at each attempt.
  var target: DialTarget
  private let services: RedisServices
  private let loop: EventLoop
  private unowned let owner: any RedisLinkOwner
  private let timer: LoopTimer
  private let pingTimer: LoopTimer
  private var phase = Phase.resting
  private var machine: RESPConnection<RedisRequest>
  private var waiting: [RedisRequest] = []
  private var breaker: CircuitBreaker
  private var hasBeenReady = false
  /// Attempts that have failed since a connection stood.
  private(set) var failureCount = 0
  private var receivedAt: UInt64 = 0
  private var pingedAt: UInt64?

  init(
    to target: DialTarget, services: RedisServices, loop: EventLoop, owner: any RedisLinkOwner
  ) {
    self.target = target
    self.services = services
    self.loop = loop
    self.owner = owner
    timer = LoopTimer(loop: loop)
    pingTimer = LoopTimer(loop: loop)
    machine = RESPConnection(services.handshake)
    breaker = CircuitBreaker(limits: services.limits.breaker)
  }

  /// Whether commands are answered.
  var isReady: Bool { if case .ready = phase { true } else { false } }

  /// The host that its server is known by, for servers that are told of without one.
  var host: String { if case .host(let host, _) = target { host } else { "" } }

  /// Begins to connect.
  func start() {
    guard case .resting = phase else { return }
    dial()
    let interval = UInt64(services.limits.pingInterval.wholeMilliseconds)
    pingTimer.start(milliseconds: interval, repeating: interval) { [unowned self] in ping() }
  }

  /// Whether it is let alone because it does not answer.
  var breakerState: CircuitBreaker.State { breaker.state(at: Self.now) }

  /// Failures in a row, and how often the breaker has opened on this connection.
  var breakerCounts: (failures: Int, openings: Int) {
    (breaker.failureCount, breaker.openedCount)
  }

  /// Tries again now, without waiting for a pause or for the breaker: a connection that is silent is
  /// made anew, one that is being made goes on.
  func retryNow() {
    switch phase {
    case .closed, .dialing, .greeting: return
    case .ready where breakerState == .closed: return
    case .ready: lose("it is made anew", isSilent: true)
    case .resting: break
    }
    guard case .resting = phase else { return }
    timer.stop()
    dial()
  }

  /// Ends for good; what waits or is under way fails.
  func close() {
    let stream = stream
    if case .dialing(let dial) = phase { dial.cancel() }
    phase = .closed
    stream?.cancel()
    timer.close()
    pingTimer.close()
    fail(machine.closed() + waiting)
    waiting = []
  }

  // MARK: Commands

  /// Sends a command, or lets it wait for the connection that is being made, or refuses it.
  ///
  /// - Parameter isAsking: whether the server is asked although it does not own the slot yet.
  func send(_ request: RedisRequest, isAsking: Bool = false) {
    switch phase {
    case .ready(let stream, _):
      guard breaker.admit(at: Self.now) else { return request.finish(.failure(.away)) }
      let isSent =
        isAsking
        ? machine.send(request.command, after: RESPCommand("ASKING"), ticket: request)
        : machine.send(request.command, ticket: request)
      guard isSent else {
        breaker.abandoned()
        return request.finish(.failure(.overloaded))
      }
      stream.send(machine.takeOutput())
    case .dialing, .greeting:
      guard failureCount == 0 else { return request.finish(.failure(.away)) }
      guard waiting.count < services.limits.pendingMax else {
        return request.finish(.failure(.overloaded))
      }
      waiting.append(request)
    case .resting, .closed: request.finish(.failure(.away))
    }
  }

  /// Begins or ends a subscription; false when there is no connection.
  func subscribe(_ channel: [UInt8], isEnding: Bool, _ request: RedisRequest) -> Bool {
    guard case .ready(let stream, _) = phase else { return false }
    let isSent =
      isEnding
      ? machine.unsubscribe(channel, ticket: request)
      : machine.subscribe(channel, ticket: request)
    if isSent { stream.send(machine.takeOutput()) }
    return isSent
  }

  /// A command of this link was not answered in time. When nothing else has come since it was sent
  /// either, the server is as good as gone.
  func timedOut(_ request: RedisRequest) {
    waiting.removeAll { $0 === request }
    guard case .ready = phase else { return }
    breaker.failed(at: Self.now)
    if receivedAt <= request.startedAt { lose("it did not answer in time", isSilent: true) }
  }

  /// The server takes no writes any more: its name may stand for another one by now.
  func demoted() {
    guard case .ready = phase else { return }
    lose("the server follows another and takes no writes", isSilent: true)
  }

  // MARK: The connection

  private static var now: Duration { .nanoseconds(Int64(EventLoop.nowNanoseconds)) }

  private var stream: ClientStream? {
    switch phase {
    case .greeting(let stream), .ready(let stream, _): stream
    case .resting, .dialing, .closed: nil
    }
  }

  private func dial() {
    let target = target
    let milliseconds = UInt64(services.limits.connectTimeout.wholeMilliseconds)
    // Name, socket, TLS and handshake have one time together.
    timer.start(milliseconds: milliseconds) { [unowned self] in
      lose("the connection took too long", isSilent: true)
    }
    phase = .dialing(
      Dial(
        target, loop: loop, pool: services.pool, timeoutMilliseconds: milliseconds,
        makeTransport: { [services] in services.transport(to: target, $0) },
        finished: { [unowned self] in dialed($0) }))
  }

  private func dialed(_ result: Result<ClientStream, ClientStreamFailure>) {
    switch result {
    case .failure(let failure): lose(failure.description, isSilent: true)
    case .success(let stream):
      machine = RESPConnection(
        services.handshake, pendingMax: services.limits.pendingMax + 16)
      phase = .greeting(stream)
      stream.received = { [unowned self] in received($0) }
      stream.ended = { [unowned self] in lose($0.description, isSilent: false) }
      stream.send(machine.takeOutput())
    }
  }

  private func received(_ bytes: [UInt8]) {
    receivedAt = EventLoop.nowNanoseconds
    pingedAt = nil
    for event in machine.received(bytes) {
      // Whoever is told of one event may close the link before the next.
      guard stream != nil else { return }
      switch event {
      case .opened(let server): opened(server)
      case .reply(let request, let reply):
        breaker.succeeded()
        owner.replied(self, request, reply)
      case .subscribed(let request, let channel):
        request.finish(.success(.null))
        owner.subscribed(self, channel: channel)
      case .unsubscribed(let request, _): request.finish(.success(.null))
      case .message(let channel, let message): owner.received(self, channel: channel, message)
      case .push: break
      case .failed(let failure): lose(Self.text(failure), isSilent: true)
      }
    }
  }

  private func opened(_ server: RESPServer) {
    guard case .greeting(let stream) = phase else { return }
    if server.isReplica, !server.isCluster {
      return lose("the server follows another and takes no writes", isSilent: true)
    }
    timer.stop()
    phase = .ready(stream, since: EventLoop.nowNanoseconds)
    breaker = CircuitBreaker(limits: services.limits.breaker)
    failureCount = 0
    if hasBeenReady { services.tally.reconnected() }
    hasBeenReady = true
    services.observe(
      .connected(services.address.description, server: "\(server.name) \(server.version)"))
    owner.opened(self, server)
    let waited = waiting
    waiting = []
    for request in waited where !request.isFinished { send(request) }
  }

  /// Lets go of the connection and begins anew: at once when it had stood for a while and was closed
  /// by the other end, else after a pause.
  private func lose(_ reason: String, isSilent: Bool) {
    var isTrusted = false
    switch phase {
    case .closed, .resting: return
    case .dialing(let dial): dial.cancel()
    case .greeting(let stream): stream.cancel()
    case .ready(let stream, let since):
      stream.cancel()
      isTrusted = !isSilent && EventLoop.nowNanoseconds - since > Self.trustedAfterNanoseconds
    }
    phase = .resting
    pingedAt = nil
    timer.stop()
    if !isTrusted { failureCount += 1 }
    fail(machine.closed())
    if failureCount > 0 {
      fail(waiting)
      waiting = []
    }
    services.observe(.lost(services.address.description, reason: reason))
    owner.lost(self)
    guard case .resting = phase else { return }
    if failureCount == 0 { return dial() }
    let pause = services.limits.backoff.delay(beforeRetry: failureCount)
    timer.start(milliseconds: UInt64(pause.wholeMilliseconds)) { [unowned self] in dial() }
  }

  private func fail(_ requests: [RedisRequest]) {
    for request in requests { request.finish(.failure(.away)) }
  }

  private func ping() {
    guard case .ready(let stream, _) = phase else { return }
    if pingedAt != nil { return lose("it did not answer in time", isSilent: true) }
    let now = EventLoop.nowNanoseconds
    let interval = UInt64(services.limits.pingInterval.wholeMicroseconds) * 1000
    guard now - receivedAt >= interval / 2 else { return }
    let ping = RedisRequest(RESPCommand("PING"), slot: nil, startedAt: now, deadline: .max) { _ in }
    guard machine.send(ping.command, ticket: ping) else { return }
    pingedAt = now
    stream.send(machine.takeOutput())
  }

  private static func text(_ failure: RESPConnectionFailure) -> String {
    switch failure {
    case .handshakeRefused(let text): "the server refuses the handshake: \(text)"
    case .unknownServer: "the server does not speak version 3 of the protocol"
    case .malformed(let error): "the server does not speak the protocol: \(error)"
    case .unasked: "the server answers what nobody asked"
    }
  }
}
