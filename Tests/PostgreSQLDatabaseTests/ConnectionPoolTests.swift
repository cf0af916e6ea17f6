import Persistence
import Resilience
import Testing

@testable import PostgreSQLDatabase

/// Who gets which connection, and when one is made: decisions alone, with a clock moved by hand.
@Suite struct ConnectionPoolTests {
  private static let gone = DatabaseFailure(.unavailable, "gone")

  private func pool(connections: Int = 2, waiters: Int = 3) -> ConnectionPool {
    ConnectionPool(
      ConnectionPool.Limits(
        connectionsMax: connections, waitersMax: waiters, waitTimeout: 100, ageMax: 10_000,
        checkInterval: 1000, backoff: Backoff(first: .milliseconds(50), longest: .seconds(1))))
  }

  @Test func `the first caller waits for a connection that is made for it`() {
    var pool = pool()
    #expect(pool.lease(1, at: 0) == [.open(1)])
    #expect(pool.opened(1, at: 5) == [.give(1, to: 1)])
    #expect(pool.counts == DatabasePoolCounts(open: 1, busy: 1, waiting: 0, connectionsMax: 2))
  }

  @Test func `a connection that is given back is given on, in the order of asking`() {
    var pool = pool(connections: 1)
    _ = pool.lease(1, at: 0)
    _ = pool.opened(1, at: 0)
    #expect(pool.lease(2, at: 1) == [])
    #expect(pool.lease(3, at: 2) == [])
    #expect(pool.released(1, isReusable: true, at: 3) == [.give(1, to: 2)])
    #expect(pool.released(1, isReusable: true, at: 4) == [.give(1, to: 3)])
    #expect(pool.released(1, isReusable: true, at: 5) == [])
    #expect(pool.lease(4, at: 6) == [.give(1, to: 4)])
  }

  @Test func `there are never more connections than allowed, nor callers that wait`() {
    var pool = pool(connections: 2, waiters: 3)
    #expect(pool.lease(1, at: 0) == [.open(1)])
    #expect(pool.lease(2, at: 0) == [.open(2)])
    #expect(pool.lease(3, at: 0) == [])
    guard case .fail(4, let failure) = pool.lease(4, at: 0).first else {
      Issue.record("it waits")
      return
    }
    #expect(failure.code == .overloaded)
  }

  @Test func `after a reset the server is tried at once, and old connections end`() {
    var pool = pool()
    _ = pool.lease(1, at: 0)
    _ = pool.opened(1, at: 0)
    _ = pool.lease(2, at: 0)
    _ = pool.opened(2, at: 0)
    #expect(pool.released(1, isReusable: true, at: 1) == [])
    // What is idle ends now, what is lent when it comes back.
    #expect(pool.reset(at: 2) == [.close(1)])
    #expect(pool.released(2, isReusable: true, at: 3) == [.close(2)])
    // A server that could not be reached is not waited for.
    #expect(pool.lease(3, at: 4) == [.open(3)])
    #expect(pool.openFailed(3, Self.gone, at: 5) == [.fail(3, Self.gone)])
    _ = pool.reset(at: 5)
    #expect(pool.lease(4, at: 5) == [.open(4)])
  }

  @Test func `who waits too long is told so`() {
    var pool = pool(connections: 1)
    _ = pool.lease(1, at: 0)
    _ = pool.opened(1, at: 0)
    _ = pool.lease(2, at: 10)
    #expect(pool.nextTick == 110)
    #expect(pool.tick(at: 109) == [])
    guard case .fail(2, let failure) = pool.tick(at: 110).first else {
      Issue.record("it still waits")
      return
    }
    #expect(failure.code == .timedOut)
  }

  @Test func `a server that is away is not asked by everybody`() {
    var pool = pool()
    _ = pool.lease(1, at: 0)
    _ = pool.lease(2, at: 0)
    #expect(pool.openFailed(1, Self.gone, at: 1) == [])
    #expect(pool.openFailed(2, Self.gone, at: 1) == [.fail(1, Self.gone), .fail(2, Self.gone)])
    var now: UInt64 = 1
    var refused = 0
    while case .fail(_, let failure)? = pool.lease(10, at: now).first {
      #expect(failure == Self.gone)
      refused += 1
      now += 1
      guard now < 200 else { break }
    }
    #expect(now <= 102)
    // One attempt, not two, finds out whether it is back.
    #expect(pool.lease(11, at: now) == [])
    #expect(pool.opened(3, at: now + 1) == [.give(3, to: 10), .open(4)])
    #expect(refused > 0 || now == 1)
  }

  @Test func `a connection that rests is asked for a sign of life, and an old one is replaced`() {
    var pool = pool()
    _ = pool.lease(1, at: 0)
    _ = pool.opened(1, at: 0)
    _ = pool.released(1, isReusable: true, at: 10)
    #expect(pool.nextTick == 1010)
    #expect(pool.tick(at: 1010) == [.check(1)])
    #expect(pool.lease(2, at: 1011) == [.open(2)])
    #expect(pool.checked(1, isAlive: true, at: 1012) == [.give(1, to: 2)])
    #expect(pool.opened(2, at: 1013) == [])
    #expect(pool.released(1, isReusable: true, at: 10_000) == [.close(1)])
    #expect(pool.tick(at: 20_000) == [.close(2)])
    #expect(pool.counts.open == 0)
  }

  @Test func `a connection that broke is closed, and another made for who waits`() {
    var pool = pool(connections: 1)
    _ = pool.lease(1, at: 0)
    _ = pool.opened(1, at: 0)
    _ = pool.lease(2, at: 1)
    #expect(pool.released(1, isReusable: false, at: 2) == [.close(1), .open(2)])
    #expect(pool.opened(2, at: 3) == [.give(2, to: 2)])
    _ = pool.released(2, isReusable: true, at: 4)
    #expect(pool.lost(2, at: 5) == [.close(2)])
    #expect(pool.lost(2, at: 5) == [])
  }

  @Test func `who waits when the last connection breaks is helped after the backoff`() {
    var pool = pool(connections: 2)
    _ = pool.lease(1, at: 0)
    _ = pool.opened(1, at: 0)
    _ = pool.lease(2, at: 1)
    #expect(pool.openFailed(2, Self.gone, at: 2) == [])
    // The failure was at 2, and the bound before the first retry is 50.
    _ = pool.released(1, isReusable: false, at: 2)
    let retry = pool.nextTick
    #expect(retry.map { $0 <= 52 } == true)
    let opened = pool.tick(at: 53) + pool.tick(at: 54)
    #expect(opened == [.open(3)] || pool.isOpening(3))
  }

  @Test func `closing lets the leased ones come back first`() {
    var pool = pool()
    _ = pool.lease(1, at: 0)
    _ = pool.opened(1, at: 0)
    _ = pool.lease(2, at: 0)
    _ = pool.opened(2, at: 0)
    _ = pool.released(2, isReusable: true, at: 1)
    #expect(pool.close() == [.close(2)])
    #expect(!pool.isOver)
    guard case .fail(3, _) = pool.lease(3, at: 2).first else {
      Issue.record("a closed pool lends")
      return
    }
    #expect(pool.released(1, isReusable: true, at: 3) == [.close(1)])
    #expect(pool.isOver)
  }

  @Test func `whatever happens, limits hold and every caller is answered once`() {
    var random = Chance()
    for _ in 0..<200 {
      var pool = pool(connections: 3, waiters: 4)
      var (opening, leased): (Set<Int>, Set<Int>) = ([], [])
      var answered: [UInt64: Int] = [:]
      var now: UInt64 = 0
      func take(_ actions: [PoolAction]) {
        for action in actions {
          switch action {
          case .open(let id): opening.insert(id)
          case .give(let id, let waiter):
            #expect(leased.insert(id).inserted, "connection \(id) has two users")
            answered[waiter, default: 0] += 1
          case .fail(let waiter, _): answered[waiter, default: 0] += 1
          case .close, .check: break
          }
        }
      }
      var asked: UInt64 = 0
      for _ in 0..<120 {
        now += UInt64.random(in: 0...40, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0, 1:
          asked += 1
          take(pool.lease(asked, at: now))
        case 2:
          guard let id = opening.popFirst() else { continue }
          take(
            Bool.random(using: &random)
              ? pool.opened(id, at: now) : pool.openFailed(id, Self.gone, at: now))
        case 3:
          guard let id = leased.popFirst() else { continue }
          take(pool.released(id, isReusable: Bool.random(using: &random), at: now))
        default: take(pool.tick(at: now))
        }
        #expect(opening.count + leased.count <= 3)
        #expect(pool.counts.waiting <= 4)
      }
      take(pool.close())
      #expect(answered.values.allSatisfy { $0 == 1 })
      #expect(answered.count == Int(asked))
    }
  }
}
