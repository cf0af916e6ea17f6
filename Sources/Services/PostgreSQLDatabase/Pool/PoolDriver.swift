internal import EventLoops
internal import Persistence

/// Does what the pool decides: makes connections, lends them, and ends them. Belongs to one loop.
final class PoolDriver {
  private static let closed = DatabaseFailure(.unavailable, "the connection was closed")

  private let settings: PostgreSQLSettings
  private let target: ServerTarget
  private let loop: EventLoop
  private let canceller = BlockingPool(threadsMax: 1, queueMax: 16)
  private let resolver = BlockingPool(threadsMax: 2, queueMax: 64)
  private let timer: LoopTimer
  private let board: PoolBoard
  private var pool: ConnectionPool
  private var connections: [Int: ServerConnection] = [:]
  private var waiters: [UInt64: (Result<Lease, DatabaseFailure>) -> Void] = [:]
  private var nextWaiter: UInt64 = 1
  private var whenOver: [() -> Void] = []

  /// An empty pool.
  init(
    _ settings: PostgreSQLSettings, target: ServerTarget, loop: EventLoop, board: PoolBoard
  ) {
    self.board = board
    self.settings = settings
    self.target = target
    self.loop = loop
    timer = LoopTimer(loop: loop)
    pool = ConnectionPool(
      ConnectionPool.Limits(
        connectionsMax: settings.connectionsMax, waitersMax: settings.waitersMax,
        waitTimeout: settings.waitTimeout.milliseconds, ageMax: settings.ageMax.milliseconds,
        checkInterval: settings.checkInterval.milliseconds, backoff: settings.backoff))
  }

  private var now: UInt64 { EventLoop.nowNanoseconds / 1_000_000 }

  /// Lends a connection, or says why not; may call at once.
  func lease(_ done: @escaping (Result<Lease, DatabaseFailure>) -> Void) {
    let id = nextWaiter
    nextWaiter += 1
    waiters[id] = done
    act(pool.lease(id, at: now))
  }

  /// Takes a connection back.
  func release(_ id: Int, isReusable: Bool) {
    act(pool.released(id, isReusable: isReusable, at: now))
  }

  /// Ends what is idle, and tries the server at once for the next who asks.
  func reset() { act(pool.reset(at: now)) }

  /// Ends everything that is idle now and the rest when it comes back; `done` is called then.
  func close(_ done: @escaping () -> Void) {
    whenOver.append(done)
    act(pool.close())
  }

  private func act(_ actions: [PoolAction]) {
    board.write(pool.counts)
    for action in actions {
      switch action {
      case .open(let id): resolve(id)
      case .close(let id): connections.removeValue(forKey: id)?.end(Self.closed)
      case .check(let id): check(id)
      case .give(let id, let waiter):
        guard let connection = connections[id] else { continue }
        waiters.removeValue(forKey: waiter)?(
          .success(Lease(id, connection, of: self, settings: settings)))
      case .fail(let waiter, let failure):
        waiters.removeValue(forKey: waiter)?(.failure(failure))
      }
    }
    arm()
  }

  private func arm() {
    if pool.isOver {
      timer.stop()
      let waiting = whenOver
      whenOver = []
      guard !waiting.isEmpty else { return }
      timer.close()
      canceller.stop()
      resolver.stop()
      return waiting.forEach { $0() }
    }
    guard let tick = pool.nextTick else { return timer.stop() }
    let now = now
    timer.start(milliseconds: tick > now ? tick - now + 1 : 1) { [weak self] in
      guard let self else { return }
      self.act(self.pool.tick(at: self.now))
    }
  }

  /// Looks the names of the servers up, where there are any, and then connects.
  private func resolve(_ id: Int) {
    let hosts = target.hosts
    guard !hosts.allSatisfy(HostLookup.isPlain) else { return open(id, target) }
    let (loop, driver) = (loop, LoopBound(self, loop: loop))
    let isQueued = resolver.submit {
      let addresses = HostLookup.addresses(of: hosts)
      loop.execute { driver.value.resolved(id, addresses) }
    }
    guard !isQueued else { return }
    let failure = DatabaseFailure(.overloaded, "no thread is free to look the server up")
    loop.execute { driver.value.openFailed(id, failure) }
  }

  private func resolved(_ id: Int, _ addresses: [[String]]) {
    do {
      open(id, try target.resolved(addresses))
    } catch {
      openFailed(id, error)
    }
  }

  private func openFailed(_ id: Int, _ failure: DatabaseFailure) {
    connections.removeValue(forKey: id)?.end(failure)
    act(pool.openFailed(id, failure, at: now))
  }

  private func open(_ id: Int, _ target: ServerTarget) {
    guard pool.isOpening(id) else { return }
    connections[id] = ServerConnection(
      target, loop: loop, canceller: canceller, preparedMax: settings.preparedMax,
      timeout: settings.connectTimeout
    ) { [weak self] failure in
      self?.connected(id, failure)
    }
  }

  private func connected(_ id: Int, _ failure: DatabaseFailure?) {
    guard let connection = connections[id] else { return }
    if let failure { return openFailed(id, failure) }
    // The server keeps the limits too, should this process no longer be there to do so.
    let limits = ServerCommand(
      control: """
        SET statement_timeout = \(settings.statementTimeout.milliseconds);
        SET idle_in_transaction_session_timeout = \(settings.transactionTimeout.milliseconds)
        """, timeout: settings.connectTimeout)
    connection.run(limits) { [weak self] outcome in
      guard let self, self.connections[id] === connection else { return }
      if case .failure(let failure) = outcome { return self.openFailed(id, failure) }
      connection.lost = { [weak self] in
        guard let self else { return }
        self.act(self.pool.lost(id, at: self.now))
      }
      self.act(self.pool.opened(id, at: self.now))
    }
  }

  private func check(_ id: Int) {
    guard let connection = connections[id] else { return }
    connection.run(ServerCommand(control: "SELECT 1", timeout: settings.connectTimeout)) {
      [weak self] _ in
      guard let self else { return }
      self.act(self.pool.checked(id, isAlive: connection.isReusable, at: self.now))
    }
  }
}
