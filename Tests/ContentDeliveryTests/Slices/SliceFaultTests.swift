import Bytes
import Testing

@testable import ContentDelivery

/// Origins that fail, lie or do not know ranges, and clients that are slow or leave.
@Suite struct SliceFaultTests {
  private let bytes = EdgeUnderTest.bytes(20_500)

  private func stage(
    memory: Int = 64 << 20, window: Int = 1 << 20, fillsMax: Int = 512,
    _ answer: @escaping (Int, ClosedRange<Int64>?) -> AnsweringOrigin.Answer = { _, _ in
      .aggregator
    }
  ) throws -> (EdgeUnderTest, AnsweringOrigin) {
    var limits = FillLimits()
    limits.windowBytes = window
    limits.fillsMax = fillsMax
    let edge = try EdgeUnderTest(
      memory: memory, limits: limits, slices: SliceLimits(size: 1000, wholeMax: 4000))
    let origin = AnsweringOrigin(bytes, of: edge)
    origin.answer = answer
    return (edge, origin)
  }

  private func range(
    _ edge: EdgeUnderTest, _ part: Range<Int>, pieces: Int = .max
  ) throws -> ClientUnderTest {
    try edge.ask(
      edge.path(), fields: ["Range: bytes=\(part.lowerBound)-\(part.upperBound - 1)"],
      pieces: pieces)
  }

  private func isRight(_ client: ClientUnderTest, _ part: Range<Int>) -> Bool {
    client.status == 206 && client.bytes == Array(bytes[part]) && client.failure == nil
      && client.hasFinished
  }

  @Test func `an origin that sends everything to a range is cut to what is wanted`() throws {
    let (edge, origin) = try stage { _, _ in .everything }
    let client = try range(edge, 5000..<7000)
    origin.run()
    #expect(isRight(client, 5000..<7000))
    // The fetch that was for the first bytes goes on to what is wanted, and no further.
    #expect(origin.ranges == [0...511])
    #expect(origin.fetches[0].isCancelled && origin.sentCount < 8000)
    #expect(try range(edge, 0..<7000).field("X-Cache") == "HIT", "what has passed by is kept")
    let next = try range(edge, 9000..<9100)
    origin.run()
    #expect(isRight(next, 9000..<9100) && origin.ranges == [0...511, 9000...9999])
    #expect(try range(edge, 0..<10_000).field("X-Cache") == "HIT")
    #expect(edge.counts().fillCount == 0)
  }

  @Test func `an origin that refuses ranges is asked for everything`() throws {
    let (edge, origin) = try stage { number, _ in number == 0 ? .aggregator : .noRanges }
    let client = try range(edge, 5000..<7000)
    origin.run()
    #expect(isRight(client, 5000..<7000))
    #expect(origin.ranges == [0...511, 5000...6999, nil])
    #expect(edge.counts().slices[.stored] == 7, "and what passes by is kept")
    #expect(edge.counts().slices[.replaced] == 1)
  }

  @Test func `an origin that refuses even the first bytes is asked for everything`() throws {
    let (edge, origin) = try stage { _, _ in .noRanges }
    let client = try range(edge, 1000..<3000)
    origin.run()
    #expect(isRight(client, 1000..<3000))
    #expect(origin.ranges == [0...511, nil])
  }

  @Test(arguments: [.reset, .truncated, .timedOut] as [OriginFailure.Code])
  func `a fetch that fails in the middle is replaced by exactly one, and nobody notices`(
    code: OriginFailure.Code
  ) throws {
    let (edge, origin) = try stage { number, _ in
      number == 1 ? .breaksOff(code, after: 3300) : .aggregator
    }
    let clients = try (0..<5).map { _ in try range(edge, 2000..<9000) }
    origin.run()
    for client in clients { #expect(isRight(client, 2000..<9000)) }
    #expect(origin.ranges == [0...511, 2000...8999, 5000...8999])
    #expect(edge.counts().slices[.replaced] == 1)
  }

  @Test func `a fetch of everything that fails is replaced from where it failed`() throws {
    let (edge, origin) = try stage { number, _ in
      number == 0 ? .breaksOff(.reset, after: 7777) : .aggregator
    }
    let client = try edge.ask(edge.path())
    origin.run()
    #expect(client.status == 200 && client.bytes == bytes && client.failure == nil)
    #expect(origin.ranges == [nil, 7000...20_499])
  }

  @Test func `when the replacement fails as well, the response breaks off`() throws {
    let (edge, origin) = try stage { number, _ in
      number == 0 ? .aggregator : .breaksOff(.reset, after: 600)
    }
    let client = try range(edge, 2000..<4000)
    origin.run()
    #expect(client.status == 206 && client.failure is FillFailure)
    #expect(client.bytes == Array(bytes[2000..<2600]))
    #expect(origin.ranges.count == 3)
    #expect(edge.counts().slices[.stored] == 0 && edge.counts().fillCount == 0)
    #expect(edge.usedBytes() == 0, "a slice that is not whole is not stored")
    origin.answer = { _, _ in .aggregator }
    let next = try range(edge, 2000..<4000)
    origin.run()
    #expect(isRight(next, 2000..<4000))
  }

  @Test func `a failure before the first byte is a problem`() throws {
    let (edge, origin) = try stage { number, _ in
      number == 0 ? .aggregator : .failure(.unavailable)
    }
    let client = try range(edge, 2000..<4000)
    origin.run()
    #expect(client.status == 502 && client.text.contains("/problems/origin-unavailable"))
    #expect(origin.ranges.count == 3)
  }

  @Test func `what is blocked meanwhile is purged`() throws {
    let (edge, origin) = try stage { number, _ in number < 2 ? .aggregator : .failure(.blocked) }
    let first = try range(edge, 2000..<4000)
    origin.run()
    #expect(isRight(first, 2000..<4000) && edge.usedBytes() > 0)
    let second = try range(edge, 2000..<6000)
    origin.run()
    #expect(second.failure is FillFailure)
    #expect(edge.usedBytes() == 0)
    #expect(try range(edge, 2000..<4000).status == 451)
  }

  @Test func `what is blocked is sent on to nobody`() throws {
    let (edge, origin) = try stage(window: 2000)
    let slow = try edge.ask(edge.path(), pieces: 1)
    origin.run()
    edge.clock.seconds += 86_401
    origin.answer = { number, _ in number == 0 ? .aggregator : .failure(.blocked) }
    let next = try edge.ask(edge.path())
    origin.run()
    #expect(next.status == 451)
    slow.take(1000)
    origin.run()
    #expect(slow.failure is FillFailure && slow.bytes.count < 5000)
    #expect(edge.counts().fillCount == 0)
  }

  @Test(arguments: [.otherTotal, .wrongBytes] as [AnsweringOrigin.Answer])
  func `a contradiction throws everything away`(answer: AnsweringOrigin.Answer) throws {
    let (edge, origin) = try stage { number, _ in
      switch number {
      case 0, 1: .aggregator
      case 2: .breaksOff(.reset, after: 500)
      default: answer
      }
    }
    let first = try range(edge, 2000..<4000)
    origin.run()
    #expect(isRight(first, 2000..<4000))
    let second = try range(edge, 8000..<9000)
    origin.run()
    #expect(second.failure is FillFailure)
    #expect(edge.counts().slices[.contradicted] == 1)
    #expect(edge.usedBytes() == 0 && edge.counts().fillCount == 0)
    origin.answer = { _, _ in .aggregator }
    let third = try range(edge, 2000..<4000)
    origin.run()
    #expect(isRight(third, 2000..<4000) && third.field("X-Cache") == "MISS")
  }

  @Test func `the fetch goes on when the first asker leaves`() throws {
    let (edge, origin) = try stage()
    let first = try range(edge, 2000..<9000)
    let second = try range(edge, 2000..<9000)
    for _ in 0..<6 { for index in origin.fetches.indices { origin.step(index) } }
    first.leave()
    origin.run()
    #expect(isRight(second, 2000..<9000))
    #expect(origin.ranges == [0...511, 2000...8999])
  }

  @Test func `a fetch that nobody wants any more is given up`() throws {
    let (edge, origin) = try stage()
    let clients = try (0..<3).map { _ in try edge.ask(edge.path()) }
    for _ in 0..<6 { origin.step(0) }
    for client in clients { client.leave() }
    origin.run()
    #expect(origin.fetches[0].isCancelled)
    #expect(edge.counts().fillCount == 0 && origin.sentCount < 6000)
    // What has come is kept.
    #expect(try range(edge, 0..<1000).field("X-Cache") == "HIT")
  }

  @Test func `a fetch keeps pace with the foremost reader, and a slow one loses nothing`() throws {
    let (edge, origin) = try stage(window: 2000)
    let slow = try edge.ask(edge.path(), pieces: 1)
    origin.run()
    #expect(origin.sentCount < 5000, "two slices ahead, and one in hand")
    let fast = try edge.ask(edge.path())
    origin.run()
    #expect(fast.bytes == bytes && fast.hasFinished && fast.failure == nil)
    #expect(origin.ranges == [nil])
    slow.take(1000)
    origin.run()
    #expect(slow.bytes == bytes && slow.hasFinished && slow.failure == nil)
    #expect(origin.ranges == [nil])
  }

  @Test func `slices that were evicted before a slow reader came are fetched again`() throws {
    let (edge, origin) = try stage(window: 2000)
    let slow = try edge.ask(edge.path(), pieces: 1)
    let fast = try edge.ask(edge.path())
    origin.run()
    #expect(fast.bytes == bytes && !slow.hasFinished)
    edge.perform { _ = edge.contents[0].here.makeRoom(for: 64 << 20) }
    slow.take(1000)
    origin.run()
    #expect(slow.bytes == bytes && slow.hasFinished && slow.failure == nil)
    // Those that it was about to come to were held for it.
    #expect(origin.ranges == [nil, 1000...1999, 4000...20_499])
  }

  @Test func `content longer than the whole memory streams through`() throws {
    var limits = FillLimits()
    limits.windowBytes = 2000
    let edge = try EdgeUnderTest(
      memory: 48 << 10, limits: limits, slices: SliceLimits(size: 4096, wholeMax: 4096))
    let bytes = EdgeUnderTest.bytes(1_000_000)
    let origin = AnsweringOrigin(bytes, of: edge, pieceSize: 3000)
    let clients = try (0..<2).map { _ in try edge.ask(edge.path()) }
    origin.run()
    for client in clients {
      #expect(client.bytes == bytes && client.failure == nil && client.hasFinished)
    }
    #expect(edge.perform { edge.contents[0].here.budget.peakCount } <= 48 << 10)
    #expect(origin.ranges == [nil])
  }

  @Test func `a fetch waits for room, and not for ever`() throws {
    let (edge, origin) = try stage(memory: 64 << 10)
    _ = try range(edge, 0..<1)
    origin.run()
    // Somebody else holds all memory.
    var share: BudgetShare? = try #require(
      edge.perform { () -> BudgetShare? in
        _ = edge.contents[0].here.makeRoom(for: 64 << 10)
        let budget = edge.contents[0].here.budget
        return BudgetShare(of: budget, count: budget.freeCount)
      })
    let client = try range(edge, 5000..<7000)
    origin.run()
    #expect(client.response == nil && edge.counts().fillCount == 1)
    edge.clock.seconds += 10
    edge.perform { edge.shards.tend() }
    origin.run()
    #expect(client.status == 503 && edge.counts().fillCount == 0)
    let patient = try range(edge, 5000..<7000)
    origin.run()
    #expect(patient.response == nil && share != nil)
    share = nil
    edge.clock.seconds += 1
    edge.perform { edge.shards.tend() }
    origin.run()
    #expect(isRight(patient, 5000..<7000))
  }

  @Test func `past the bound of fetches a reader is told to come back`() throws {
    let (edge, origin) = try stage(fillsMax: 1)
    _ = try range(edge, 0..<1)
    origin.run()
    _ = try range(edge, 5000..<6000)
    #expect(try range(edge, 9000..<9100).status == 503)
    // What is there is served all the same.
    #expect(isRight(try range(edge, 0..<100), 0..<100))
  }

  @Test func `slices past their time are kept if they are the same, and served if nobody tells`()
    throws
  {
    let (edge, origin) = try stage()
    _ = try range(edge, 2000..<4000)
    origin.run()
    edge.clock.seconds += 86_401
    let refreshed = try range(edge, 2000..<4000)
    origin.run()
    #expect(isRight(refreshed, 2000..<4000))
    #expect(origin.ranges == [0...511, 2000...3999, 0...511])
    edge.clock.seconds += 86_401
    origin.answer = { _, _ in .failure(.unavailable) }
    let stale = try range(edge, 2000..<4000)
    origin.run()
    #expect(isRight(stale, 2000..<4000) && stale.field("X-Cache") == "STALE")
    edge.clock.seconds += 86_401
    let late = try range(edge, 2000..<4000)
    origin.run()
    #expect(late.status == 502)
  }

  @Test func `a purge takes the slices with it`() throws {
    let (edge, origin) = try stage()
    _ = try range(edge, 2000..<4000)
    origin.run()
    #expect(edge.usedBytes() > 2000)
    edge.perform { _ = edge.contents[0].here.remove(SampleContent.key(0)) }
    #expect(edge.usedBytes() == 0)
  }
}
