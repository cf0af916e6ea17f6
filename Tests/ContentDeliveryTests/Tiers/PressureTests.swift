import Bytes
import Testing

@testable import ContentDelivery

@Suite struct PressureTests {
  @Test func `up to four fifths nothing is short`() {
    var pressure = Pressure(limit: 1000)
    pressure.note(arrived: 1000)
    pressure.tick()
    #expect(pressure.shortage(used: 800) == 0)
    #expect(pressure.shortage(used: 801) > 0)
  }

  @Test func `what should be free follows what arrives, between bounds`() {
    var pressure = Pressure(limit: 3200)
    #expect(pressure.freeWanted == 100)
    pressure.note(arrived: 300)
    pressure.tick()
    #expect(pressure.freeWanted == 300)
    pressure.note(arrived: 100_000)
    pressure.tick()
    #expect(pressure.freeWanted == 640)
    for _ in 0..<20 { pressure.tick() }
    #expect(pressure.freeWanted == 100)
  }

  @Test func `no more goes than twice what has arrived`() {
    var pressure = Pressure(limit: 1600)
    for _ in 0..<100 {
      let shortage = pressure.shortage(used: 1600)
      if shortage <= 0 { break }
      pressure.note(relieved: shortage)
    }
    #expect(pressure.shortage(used: 1600) == 0)
    pressure.note(arrived: 10)
    #expect(pressure.shortage(used: 1600) == 20)
  }

  @Test func `eviction gets ahead of demand, a little in each turn`() throws {
    let shard = ContentShard(
      index: 0, secret: SampleContent.secret,
      limits: MemoryTierLimits(bytes: 1_000_000, shardCount: 1))
    var posted = 0
    shard.postRelief = { posted += 1 }
    for number in 0..<79 {
      shard.insert(try SampleContent.standIn(number, cost: 10_000, budget: shard.budget))
    }
    #expect(posted == 0)
    shard.tick()
    // So much arrived in a second that a fifth should be free: it is.
    #expect(posted == 0)
    for number in 100..<120 {
      shard.insert(try SampleContent.standIn(number, cost: 10_000, budget: shard.budget))
    }
    #expect(posted == 1)
    #expect(shard.budget.freeCount == 10_000)
    shard.relieve()
    #expect(shard.budget.freeCount == 10_000 * (1 + Pressure.evictionsPerTurn))
    #expect(posted == 2)
    shard.relieve()
    #expect(shard.budget.freeCount == 200_000)
    #expect(posted == 2)
    #expect(shard.counts.tier.relieved == 19)
  }
}
