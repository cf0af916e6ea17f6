internal import EventLoops
internal import RESP
internal import SharedState
internal import Transport

/// The part of a store that one loop has: its connections, what is under way on them, and its map of
/// the cluster if there is one. Confined to its loop.
final class RedisShard: RedisLinkOwner {
  /// How long a command waits before it is sent again where keys are moving.
  private static let movePauseMilliseconds: UInt64 = 20
  /// The shortest time between two readings of the cluster's map.
  private static let mapPauseNanoseconds: UInt64 = 500_000_000

  private let services: RedisServices
  private let loop: EventLoop
  private let gate: RedisGate
  private let deadlineTimer: LoopTimer
  private var seed: RedisLink?
  private var nodes: [ClusterEndpoint: RedisLink] = [:]
  private var map: ClusterMap?
  private var mapAskedAt: UInt64?
  /// In the order of their deadlines, with the link that each was sent on last.
  private var underWay: [(request: RedisRequest, link: RedisLink)] = []
  private var isTimerSet = false

  init(services: RedisServices, loop: EventLoop, gate: RedisGate) {
    self.services = services
    self.loop = loop
    self.gate = gate
    deadlineTimer = LoopTimer(loop: loop)
  }

  /// Begins to connect.
  func start() {
    let link = RedisLink(to: services.address.target, services: services, loop: loop, owner: self)
    seed = link
    link.start()
  }

  /// Ends every connection; what is under way fails.
  func close() {
    deadlineTimer.close()
    for link in links { link.close() }
    seed = nil
    nodes = [:]
    underWay = []
    updateGate()
  }

  /// Tries every connection again that is not answered, at once.
  func retryNow() { for link in links { link.retryNow() } }

  /// The breakers of the connections taken together: the worst state, the most failures in a row, and
  /// all openings.
  var breaker: RedisBreaker {
    links.reduce(into: RedisBreaker()) { sum, link in
      let counts = link.breakerCounts
      sum.add(link.breakerState, failures: counts.failures, openings: counts.openings)
    }
  }

  /// Where a subscriber may go when the address of the settings is away.
  var knownTargets: [DialTarget] {
    (map?.endpoints ?? []).map { .host($0.host, port: $0.port) }
  }

  /// Sends a command to whoever has its key.
  func begin(_ request: RedisRequest) {
    guard let link = link(for: request.slot) else { return request.finish(.failure(.away)) }
    underWay.append((request, link))
    link.send(request)
    setTimer()
  }

  // MARK: Events of links

  func opened(_ link: RedisLink, _ server: RESPServer) {
    updateGate()
    if server.isCluster { askForMap(link) }
  }

  func lost(_ link: RedisLink) {
    updateGate()
    // Perhaps another server has taken its place.
    if map != nil, let other = links.first(where: \.isReady) { askForMap(other) }
  }

  func replied(_ link: RedisLink, _ request: RedisRequest, _ reply: RESPValue) {
    guard !request.isFinished else { return }
    guard let text = reply.errorText else { return request.finish(.success(reply)) }
    if text.hasPrefix("NOSCRIPT"), request.takeText() { return link.send(request) }
    if text.hasPrefix("READONLY"), map == nil {
      request.finish(.failure(.away))
      return link.demoted()
    }
    switch request.route.next(after: reply, from: link.host, map: &map) {
    case .deliver: request.finish(.failure(RedisRefusal.failure(text)))
    case .wait:
      let bound = LoopBound((self, request), loop: loop)
      let timer = LoopTimer(loop: loop)
      timer.start(milliseconds: Self.movePauseMilliseconds) {
        timer.close()
        bound.value.0.resend(bound.value.1, to: nil, isAsking: false)
      }
    case .send(let endpoint, let isAsking):
      if !isAsking { askForMap(link) }
      resend(request, to: node(endpoint), isAsking: isAsking)
    }
  }

  private func resend(_ request: RedisRequest, to link: RedisLink?, isAsking: Bool) {
    guard !request.isFinished else { return }
    guard let link = link ?? self.link(for: request.slot) else {
      return request.finish(.failure(.away))
    }
    if let index = underWay.firstIndex(where: { $0.request === request }) {
      underWay[index].link = link
    }
    link.send(request, isAsking: isAsking)
  }

  // MARK: Links

  private var links: [RedisLink] { (seed.map { [$0] } ?? []) + nodes.values }

  private func link(for slot: ClusterSlot?) -> RedisLink? {
    if let slot, let endpoint = map?.endpoint(of: slot) { return node(endpoint) }
    guard let seed, !seed.isReady else { return seed }
    // Any server of a cluster knows where a key is.
    return nodes.values.first(where: \.isReady) ?? seed
  }

  private func node(_ endpoint: ClusterEndpoint) -> RedisLink {
    if case .host(endpoint.host, endpoint.port) = seed?.target, let seed { return seed }
    if let node = nodes[endpoint] { return node }
    let node = RedisLink(
      to: .host(endpoint.host, port: endpoint.port), services: services, loop: loop, owner: self)
    nodes[endpoint] = node
    node.start()
    return node
  }

  private func updateGate() {
    let isReady = links.contains(where: \.isReady)
    gate.set(
      isReady: isReady, isGivenUp: links.allSatisfy { $0.failureCount > 0 }, now: services.now())
  }

  // MARK: The cluster

  private func askForMap(_ link: RedisLink) {
    let now = EventLoop.nowNanoseconds
    if let mapAskedAt, now - mapAskedAt < Self.mapPauseNanoseconds { return }
    mapAskedAt = now
    let request = RedisRequest(
      RESPCommand("CLUSTER", "SLOTS"), slot: nil, startedAt: now, deadline: .max
    ) { [weak self, host = link.host] result in
      guard case .success(let reply) = result else { return }
      self?.take(ClusterMap(slots: reply, teller: host))
    }
    link.send(request)
  }

  private func take(_ read: ClusterMap?) {
    guard let read, read != map else { return }
    map = read
    let endpoints = read.endpoints
    for (endpoint, node) in nodes where !endpoints.contains(endpoint) {
      nodes[endpoint] = nil
      node.close()
    }
    services.observe(.mapped(endpoints.count))
  }

  // MARK: Deadlines

  private func setTimer() {
    guard !isTimerSet, let first = underWay.first else { return }
    isTimerSet = true
    let now = EventLoop.nowNanoseconds
    let left = first.request.deadline > now ? (first.request.deadline - now) / 1_000_000 + 1 : 1
    deadlineTimer.start(milliseconds: left) { [unowned self] in
      isTimerSet = false
      expire()
    }
  }

  private func expire() {
    let now = EventLoop.nowNanoseconds
    var late: [(request: RedisRequest, link: RedisLink)] = []
    let kept = underWay.firstIndex { !$0.request.isFinished && $0.request.deadline > now }
    for entry in underWay[..<(kept ?? underWay.count)] where !entry.request.isFinished {
      late.append(entry)
    }
    underWay.removeFirst(kept ?? underWay.count)
    for entry in late {
      entry.request.finish(.failure(.timedOut))
      entry.link.timedOut(entry.request)
    }
    setTimer()
  }
}
