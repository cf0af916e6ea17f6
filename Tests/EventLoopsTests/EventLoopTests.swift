import EventLoops
import Glibc
import Locks
import Testing

@Suite struct EventLoopTests {
  @Test func `posted work runs on the loop's own thread`() async {
    let loop = EventLoop.start(name: "test")
    let isCurrent = await withCheckedContinuation { continuation in
      loop.execute { continuation.resume(returning: loop.isCurrent) }
    }
    #expect(isCurrent)
    #expect(!loop.isCurrent)
    loop.stop()
  }

  @Test func `a task that prefers the loop stays on it across suspensions`() async {
    let loop = EventLoop.start(name: "test")
    let stayed = await Task(executorPreference: loop) {
      var stayed = loop.isCurrent
      await loop.sleep(milliseconds: 1)
      stayed = stayed && loop.isCurrent
      await Task.yield()
      return stayed && loop.isCurrent
    }.value
    #expect(stayed)
    loop.stop()
  }

  @Test func `ten thousand posts from many tasks all arrive`() async {
    let loop = EventLoop.start(name: "test")
    let count = Tally()
    await withTaskGroup { group in
      for _ in 0..<10 {
        group.addTask {
          for _ in 0..<1000 { loop.execute { count.add() } }
        }
      }
    }
    await withCheckedContinuation { continuation in
      loop.execute { continuation.resume() }
    }
    #expect(count.value == 10_000)
    loop.stop()
  }

  @Test func `a cancelled sleeper wakes at once`() async {
    let loop = EventLoop.start(name: "test")
    let task = Task(executorPreference: loop) {
      await loop.sleep(milliseconds: 600_000)
      return Task.isCancelled
    }
    task.cancel()
    #expect(await task.value)
    loop.stop()
  }

  @Test func `the blocking pool gives back what the work returns`() async throws {
    let pool = BlockingPool(threadsMax: 2, queueMax: 64)
    let values = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<32 { group.addTask { try await pool.run { number * 2 } } }
      return try await group.reduce(0, +)
    }
    #expect(values == (0..<32).reduce(0) { $0 + $1 * 2 })
    pool.stop()
  }

  @Test func `a full blocking pool refuses at once`() async {
    let pool = BlockingPool(threadsMax: 1, queueMax: 1)
    let gate = Tally()
    _ = pool.submit { while gate.value == 0 { usleep(1000) } }
    while pool.queuedCount > 0 { await Task.yield() }
    #expect(pool.submit {})
    #expect(!pool.submit {})
    gate.add()
    pool.stop()
  }
}

/// A number that many threads add to.
final class Tally: Sendable {
  private let number = Mutex(0)
  var value: Int { number.withLock { $0 } }
  func add() { number.withLock { $0 += 1 } }
}
