package import EventLoops
internal import Locks
internal import RESP
package import SharedState
internal import Synchronization
internal import TLS

/// Shared state on a Redis or Valkey server, or on a cluster of them.
///
/// Each loop has a connection of its own, on which commands follow one another without waiting for
/// replies; one more connection of the process carries messages. A command that is called on a loop
/// stays there; others are dealt out in turn.
package final class RedisSharedState: SharedStateStore {
  private struct Shard: Sendable {
    let loop: EventLoop
    let gate: RedisGate
  }

  /// What `start()` has made, each on its loop.
  private struct Running {
    var shards: [LoopBound<RedisShard>] = []
    var subscriber: LoopBound<RedisSubscriber>?
  }

  private let services: RedisServices
  private let shards: [Shard]
  private let prefix: [UInt8]
  private let channels: RedisChannels
  private let running = Locks.Mutex(Running())
  private let turn = Atomic<Int>(0)

  /// A store that connects when it is started.
  ///
  /// - Parameters:
  ///   - authorities: a file of certificates in PEM that are trusted instead of the system's, for
  ///     `rediss://`.
  ///   - keyPrefix: what every key and channel begins with on the server.
  ///   - clientName: what connections are called in the server's list of clients; no blanks.
  ///   - now: the clock of `health`.
  ///   - observe: told what happens beside commands, on any loop.
  /// - Throws: `TLSFailure` when TLS is asked for and the authorities cannot be read.
  package init(
    _ address: RedisAddress, limits: RedisLimits = RedisLimits(), authorities: String? = nil,
    keyPrefix: String = "floe:", clientName: String = "floe", loops: [EventLoop],
    pool: BlockingPool, now: @escaping @Sendable () -> SharedTime,
    observe: @escaping @Sendable (RedisEvent) -> Void = { _ in }
  ) throws {
    precondition(!loops.isEmpty)
    services = RedisServices(
      address: address, limits: limits, pool: pool,
      tls: address.isSecure ? try TLSClientContext(authorities: authorities) : nil,
      clientName: clientName, tally: RedisTally(), now: now, observe: observe)
    shards = loops.map {
      Shard(loop: $0, gate: RedisGate(underWayMax: limits.pendingMax, now: now()))
    }
    prefix = Array(keyPrefix.utf8)
    channels = RedisChannels(limits: limits)
  }

  /// Begins to connect and returns at once: a server that is away now may come later.
  package func start() async {
    var made = Running()
    let services = services
    for shard in shards {
      made.shards.append(
        await shard.loop.perform {
          let made = RedisShard(services: services, loop: shard.loop, gate: shard.gate)
          made.start()
          return LoopBound(made, loop: shard.loop)
        })
    }
    let first = made.shards[0]
    made.subscriber = await first.loop.perform { [channels, prefix] in
      let made = RedisSubscriber(
        services: services, loop: first.loop, channels: channels,
        prefix: String(decoding: prefix, as: UTF8.self)
      ) { first.value.knownTargets }
      made.start()
      return LoopBound(made, loop: first.loop)
    }
    running.withLock { $0 = made }
  }

  /// Ends every connection; what is under way fails as away, and so does what comes later.
  package func stop() async {
    let made = running.withLock { running in
      defer { running = Running() }
      return running
    }
    if let subscriber = made.subscriber {
      await subscriber.loop.perform { subscriber.value.close() }
    }
    for shard in made.shards { await shard.loop.perform { shard.value.close() } }
  }

  package var health: SharedStateHealth {
    let counts = counts
    let since = shards.compactMap(\.gate.awaySince).min()
    return SharedStateHealth(
      state: since.map { .away(since: $0) } ?? .connected, latency: counts.latency,
      reconnectCount: counts.reconnectCount,
      droppedCount: counts.count(.away) + counts.count(.overloaded) + counts.count(.timedOut))
  }

  /// What was counted since the start.
  package var counts: RedisCounts { services.tally.counts }

  // MARK: Recovery

  /// Tries every connection again that is away or not answered, without waiting for its pause.
  package func reconnect() async {
    let made = running.withLock { ($0.shards, $0.subscriber) }
    for shard in made.0 { await shard.loop.perform { shard.value.retryNow() } }
    guard let subscriber = made.1 else { return }
    await subscriber.loop.perform { subscriber.value.retryNow() }
  }

  /// The breakers of all connections taken together.
  package func breaker() async -> RedisBreaker {
    var sum = RedisBreaker()
    for shard in running.withLock({ $0.shards }) {
      sum.add(await shard.loop.perform { shard.value.breaker })
    }
    return sum
  }

  // MARK: Commands

  /// A key as it stands on the server.
  private func full(_ key: String) -> [UInt8] { prefix + Array(key.utf8) }

  /// Sends a command and waits for its reply, or for the deadline.
  private func run(
    _ command: RESPCommand, byText text: RESPCommand? = nil, key: [UInt8]?
  ) async throws(SharedStateFailure) -> RESPValue {
    let (shard, bound) = try enter()
    let startedAt = EventLoop.nowNanoseconds
    let deadline = startedAt + UInt64(services.limits.commandTimeout.wholeMicroseconds) * 1000
    let slot = key.map { ClusterSlot(of: $0) }
    let result: Result<RESPValue, SharedStateFailure> =
      unsafe await withUnsafeContinuation { continuation in
        shard.loop.execute {
          let request = RedisRequest(
            command, byText: text, slot: slot, startedAt: startedAt, deadline: deadline
          ) { result in
            shard.gate.leave()
            unsafe continuation.resume(returning: result)
          }
          bound.value.begin(request)
        }
      }
    let latency = Duration.nanoseconds(Int64(EventLoop.nowNanoseconds - startedAt))
    switch result {
    case .success(let value):
      services.tally.answered(.answered, after: latency)
      return value
    case .failure(.refused(let text)):
      services.tally.answered(.refused, after: latency)
      throw .refused(text)
    case .failure(let failure):
      services.tally.failed(failure)
      throw failure
    }
  }

  /// The loop that a command goes to, if it may go at all.
  private func enter() throws(SharedStateFailure) -> (Shard, LoopBound<RedisShard>) {
    let index =
      shards.firstIndex { $0.loop.isCurrent }
      ?? (turn.wrappingAdd(1, ordering: .relaxed).oldValue & Int.max) % shards.count
    let bound = running.withLock { $0.shards.isEmpty ? nil : $0.shards[index] }
    guard let bound else { throw note(.away) }
    if let failure = shards[index].gate.enter() { throw note(failure) }
    return (shards[index], bound)
  }

  private func note(_ failure: SharedStateFailure) -> SharedStateFailure {
    services.tally.failed(failure)
    return failure
  }

  /// Runs a script that answers numbers.
  private func run(
    _ script: RedisScript, key: String, _ arguments: Int64...
  ) async throws(SharedStateFailure) -> [Int64] {
    let key = full(key)
    let (byName, byText) = script.commands(key: key, arguments)
    let reply = try await run(byName, byText: byText, key: key)
    return (reply.elements ?? [reply]).compactMap(\.integer)
  }

  private static let strange = SharedStateFailure.refused("the server's reply makes no sense")
}

extension RedisSharedState {
  package func increment(
    _ key: String, by amount: Int64, expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Int64 {
    try SharedStateBounds.check(key: key)
    try SharedStateBounds.check(expiry: expiresAfter)
    if let expiresAfter {
      let reply = try await run(
        .increment, key: key, amount, expiresAfter.wholeMilliseconds)
      guard let sum = reply.first else { throw Self.strange }
      return sum
    }
    let key = full(key)
    let command = RESPCommand([Array("INCRBY".utf8), key, Array(String(amount).utf8)])
    guard let sum = try await run(command, key: key).integer else { throw Self.strange }
    return sum
  }

  package func get(_ key: String) async throws(SharedStateFailure) -> [UInt8]? {
    try SharedStateBounds.check(key: key)
    let key = full(key)
    return try await run(RESPCommand("GET").with(key), key: key).bytes
  }

  package func set(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) {
    _ = try await put(key, value, expiresAfter, isOnlyIfAbsent: false)
  }

  package func setIfAbsent(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Bool {
    try await put(key, value, expiresAfter, isOnlyIfAbsent: true)
  }

  private func put(
    _ key: String, _ value: [UInt8], _ expiry: Duration?, isOnlyIfAbsent: Bool
  ) async throws(SharedStateFailure) -> Bool {
    try SharedStateBounds.check(key: key)
    try SharedStateBounds.check(value: value)
    try SharedStateBounds.check(expiry: expiry)
    let key = full(key)
    var command = RESPCommand("SET").with(key).with(value)
    if isOnlyIfAbsent { command = command.with(Array("NX".utf8)) }
    if let expiry {
      command = command.with(Array("PX".utf8)).with(Array(String(expiry.wholeMilliseconds).utf8))
    }
    return try await run(command, key: key) != .null
  }

  package func delete(_ key: String) async throws(SharedStateFailure) -> Bool {
    try SharedStateBounds.check(key: key)
    let key = full(key)
    return try await run(RESPCommand("DEL").with(key), key: key).integer == 1
  }

  package func takeRate(
    _ key: String, _ rate: CellRate, wanted: Int, atLeast: Int
  ) async throws(SharedStateFailure) -> RateGrant {
    try SharedStateBounds.check(key: key)
    try SharedStateBounds.check(rate, wanted: wanted, atLeast: atLeast)
    let reply = try await run(
      .takeRate, key: key, rate.emissionInterval, rate.tolerance, Int64(wanted), Int64(atLeast))
    guard reply.count == 4 else { throw Self.strange }
    return RateGrant(
      granted: Int(reply[0]), remaining: Int(reply[1]), retryAfter: .microseconds(reply[2]),
      resetAfter: .microseconds(reply[3]))
  }

  package func takeQuota(
    _ key: String, limit: Int64, wanted: Int64, expiresAt: SharedTime
  ) async throws(SharedStateFailure) -> QuotaGrant {
    try SharedStateBounds.check(key: key)
    try SharedStateBounds.check(limit: limit, wanted: wanted)
    let milliseconds = expiresAt.microseconds / 1000
    let reply = try await run(.takeQuota, key: key, limit, wanted, milliseconds)
    guard reply.count == 2 else { throw Self.strange }
    guard reply[0] >= 0 else { throw .refused("the quota's period is over") }
    return QuotaGrant(granted: reply[0], used: reply[1])
  }

  package func release(
    _ key: String, quota count: Int64
  ) async throws(SharedStateFailure) -> Int64 {
    try SharedStateBounds.check(key: key)
    try SharedStateBounds.check(limit: 0, wanted: count)
    guard let used = try await run(.releaseQuota, key: key, count).first else {
      throw Self.strange
    }
    return used
  }

  package func publish(_ channel: String, _ message: [UInt8]) async throws(SharedStateFailure) {
    try SharedStateBounds.check(key: channel)
    try SharedStateBounds.check(value: message)
    let command = RESPCommand("PUBLISH").with(full(channel)).with(message)
    _ = try await run(command, key: nil)
  }

  package func subscribe(
    _ channel: String, _ receive: @escaping @Sendable (ChannelEvent) -> Void
  ) throws(SharedStateFailure) -> ChannelSubscription {
    try SharedStateBounds.check(key: channel)
    guard let id = channels.add(channel, receive) else { throw .overloaded }
    update(channel)
    return ChannelSubscription { [weak self] in
      self?.channels.remove(id, from: channel)
      self?.update(channel)
    }
  }

  /// Has the subscriber look again at who listens to a channel.
  private func update(_ channel: String) {
    guard let subscriber = running.withLock({ $0.subscriber }) else { return }
    subscriber.loop.execute { subscriber.value.update(channel) }
  }
}
