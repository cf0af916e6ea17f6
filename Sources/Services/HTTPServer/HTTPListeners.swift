package import EventLoops
internal import Routing
internal import Synchronization
package import Transport

/// The HTTP server: one shard per loop, each with its own listener on the same port.
package final class HTTPListeners: Sendable {
  package let statistics: ServerStatistics
  /// The port that all shards listen on.
  package let port: UInt16
  /// What decides whether a connection is taken.
  package let gate: ConnectionGate
  private let shards: [LoopBound<ServerShard>]
  private let sockets: [Int32]
  private let succession: PortSuccession

  /// Opens the sockets and makes the shards; nothing is accepted before `listen()`.
  ///
  /// - Parameters:
  ///   - address: port 0 lets the system choose one, the same for all shards.
  ///   - gate: decides whether a connection is taken.
  ///   - services: called once on each loop.
  /// - Throws: `Listener.OpenFailure` when the port is taken or not allowed.
  package init(
    loops: [EventLoop], address: SocketAddress, gate: ConnectionGate,
    statistics: ServerStatistics = ServerStatistics(),
    services: @escaping @Sendable (Int) -> ShardServices
  ) async throws {
    var sockets: [Int32] = [try Listener.open(address)]
    let port = Listener.port(of: sockets[0])
    let fixed = try SocketAddress(host: address.host, port: port)
    succession = PortSuccession(fixed, ownCount: loops.count)
    for _ in loops.dropFirst() { sockets.append(try Listener.open(fixed)) }
    PortSuccession.begin(on: sockets[0])
    var shards: [LoopBound<ServerShard>] = []
    for (index, loop) in loops.enumerated() {
      shards.append(
        await loop.perform {
          LoopBound(
            ServerShard(
              index: index, loop: loop, gate: gate, services: services(index),
              statistics: statistics),
            loop: loop)
        })
    }
    for shard in shards {
      gate.places.attach { ticket, hasPlace in
        shard.loop.execute { shard.value.waitEnded(ticket, hasPlace: hasPlace) }
      }
    }
    self.gate = gate
    self.port = port
    self.statistics = statistics
    self.shards = shards
    self.sockets = sockets
  }

  /// Begins to accept.
  package func listen() async {
    for (shard, socket) in zip(shards, sockets) {
      await shard.loop.perform { shard.value.listen(on: socket) }
    }
  }

  /// Stops accepting; connections stay.
  ///
  /// Where another process listens on the port already, new connections go to it from now on, and
  /// those that were on their way here are accepted before the sockets are closed: the system resets
  /// whatever waits at a socket that closes.
  package func stopAccepting() async {
    if succession.yield(sockets[0]), let loop = shards.first?.loop {
      await loop.sleep(milliseconds: PortSuccession.graceMilliseconds)
    }
    for shard in shards { await shard.loop.perform { shard.value.stopAccepting() } }
  }

  /// Stops accepting and lets what is in hand finish, for at most `milliseconds`; then ends it.
  ///
  /// - Returns: how many connections had to be cut off.
  @discardableResult
  package func drain(milliseconds: UInt64) async -> Int {
    for shard in shards { await shard.loop.perform { shard.value.drain() } }
    let step: UInt64 = 20
    var waited: UInt64 = 0
    while statistics.openCount + gate.queuedCount > 0, waited < milliseconds,
      let loop = shards.first?.loop
    {
      await loop.sleep(milliseconds: step)
      waited += step
    }
    let cut = statistics.openCount
    for shard in shards {
      await shard.loop.perform {
        shard.value.abort()
        shard.value.close()
      }
    }
    return cut
  }
}
