import Capabilities
import Locks
import Persistence
import TestSupport
import Testing

@testable import Metering

/// What is counted reaches the database once, whatever the database does.
@Suite struct UsageFlusherTests {
  private static let now: Int64 = 1_709_251_200 + 5000

  /// Shards that hand over what a test has put in.
  private final class HandedShards: AdmissionShards {
    let deltas = Mutex<[UsageDelta]>([])

    func here(_ index: Int) -> AdmissionShard { fatalError("nobody asks on a loop here") }

    func collect() async -> [UsageDelta] {
      deltas.withLock { deltas in
        defer { deltas = [] }
        return deltas
      }
    }
  }

  /// Reports that are only kept.
  private final class KeptReports: MeteringReports {
    let lines = Mutex<[String]>([])

    func quotaReached(_ notice: QuotaNotice, at seconds: Int64) async {
      lines.withLock {
        $0.append("\(notice.account) \(notice.policy.rawValue) \(notice.percent)")
      }
    }

    func tokenUnusual(
      _ anomaly: TokenAnomaly, userID: String, tokenID: String, at seconds: Int64
    ) async {
      lines.withLock { $0.append("\(tokenID) \(anomaly.kind.rawValue)") }
    }

    func tokensUsed(_ uses: [(id: String, seconds: Int64)]) async {
      lines.withLock { $0 += uses.map { "\($0.id) used \($0.seconds - UsageFlusherTests.now)" } }
    }

    func failed(_ what: String, _ error: any Error) {}
  }

  private let shards = HandedShards()
  private let reports = KeptReports()

  private func flusher(_ database: any Database) -> UsageFlusher {
    UsageFlusher(
      shards: shards, meters: Meters(metersMax: 100), store: UsageStore(database), leases: nil,
      reports: reports, habitLimits: HabitLimits(), retention: UsageRetention())
  }

  private func meter(_ token: String, number: UInt32 = 1, plan: Allowance = Allowance()) -> Meter {
    let user = LimitAccount(id: "u", isOfToken: false)
    user.apply(plan)
    return Meter(number: number, user: user, own: LimitAccount(id: token, isOfToken: true))
  }

  private func hand(_ meter: Meter, requests: Int64, networks: [UInt32] = []) {
    shards.deltas.withLock {
      $0.append(
        UsageDelta(meter: meter, counts: UsageCounts(requests: requests), networks: networks))
    }
  }

  private func total(_ database: any Database) async throws -> Int64 {
    try await UsageStore(database).totals(userID: "u", from: 0, to: 4_000_000_000).requests
  }

  @Test(arguments: [
    [FlakyDatabase.Fault.before], [.after], [.before, .before, .after, .before], [.after, .after],
  ])
  func `a failing database loses nothing and counts nothing twice`(
    faults: [FlakyDatabase.Fault]
  ) async throws {
    try await withUsage { _, database in
      let flusher = flusher(FlakyDatabase(database, faults: faults.map { $0 }))
      let meter = meter("t")
      var expected: Int64 = 0
      for round in 1...8 {
        hand(meter, requests: Int64(round))
        expected += Int64(round)
        await flusher.flush(at: Self.now + Int64(round))
      }
      #expect(await flusher.flush(at: Self.now + 9))
      let sum = try await total(database)
      #expect(sum == expected)
      #expect(flusher.counts.failures > 0)
      #expect(flusher.counts.waitingRows == 0)
    }
  }

  @Test func `random failures change no sum`() async throws {
    var random = SplitMix64.announced()
    let faults = (0..<60).map { _ -> FlakyDatabase.Fault? in
      switch random.next() % 3 {
      case 0: .before
      case 1: .after
      default: nil
      }
    }
    let amounts = (0..<60).map { _ in Int64(random.next() % 100) + 1 }
    try await withUsage { _, database in
      let flusher = flusher(FlakyDatabase(database, faults: faults))
      let meters = [meter("a", number: 1), meter("b", number: 2)]
      for (second, amount) in amounts.enumerated() {
        hand(meters[second % 2], requests: amount)
        await flusher.flush(at: Self.now + Int64(second) * 7)
      }
      await flusher.flush(at: Self.now + 1000)
      let sum = try await total(database)
      #expect(sum == amounts.reduce(0, +))
    }
  }

  @Test func `what several loops have counted for one token is one row`() async throws {
    try await withUsage { _, database in
      let flusher = flusher(database)
      let meter = meter("t")
      for _ in 0..<4 { hand(meter, requests: 5) }
      await flusher.flush(at: Self.now)
      #expect(flusher.counts.rows == 1)
      let sum = try await total(database)
      #expect(sum == 20)
    }
  }

  @Test func `minutes are kept apart for an hour without a database, and then added up`() {
    var backlog = UsageBacklog()
    let meter = meter("t")
    for minute in 0..<600 {
      backlog.add(
        [UsageDelta(meter: meter, counts: UsageCounts(requests: 1), networks: [])],
        at: Self.now + Int64(minute) * 60)
    }
    #expect(backlog.count <= 60 + 11)
    let batch = backlog.next { "id" }
    #expect(batch?.rows.reduce(0) { $0 + $1.counts.requests } == 600)
  }

  @Test func `warnings, unusual use and the last use are reported once`() async throws {
    try await withUsage { _, database in
      let flusher = flusher(database)
      let meter = meter("t", plan: Allowance(requestsPerDay: 100))
      let periods = UTCPeriods(at: Self.now)
      for second in 0..<4 {
        for _ in 0..<30 { _ = meter.take(at: Int64(second) << 40, in: periods) }
        hand(meter, requests: 30, networks: Array(1...30))
        await flusher.flush(at: Self.now + Int64(second))
      }
      await flusher.tidy(at: Self.now + 60)
      #expect(
        reports.lines.withLock { $0 } == [
          "t many-networks", "user:u day 80", "user:u day 100", "t used 3",
        ])
    }
  }
}
