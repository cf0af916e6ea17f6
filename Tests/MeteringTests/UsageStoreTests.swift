import Persistence
import TestSupport
import Testing

@testable import Metering

/// Usage in a database: what goes in comes out, once, over any stretch of time.
@Suite struct UsageStoreTests {
  /// The first of March 2024, midnight.
  private static let start: Int64 = 1_709_251_200

  private func row(
    _ minute: Int64, _ user: String = "u", _ token: String = "t", requests: Int64 = 1
  ) -> UsageRow {
    UsageRow(
      userID: user, tokenID: token, minute: minute,
      counts: UsageCounts(
        requests: requests, bytesUp: requests * 2, bytesDown: requests * 3, hits: requests,
        misses: 0, bytesStored: requests * 4))
  }

  @Test func `a batch counts once, however often it is stored`() async throws {
    try await withUsage { store, _ in
      let batch = UsageBatch(id: "one", rows: [row(Self.start, requests: 5)])
      #expect(try await store.save(batch, at: Self.start))
      for _ in 0..<3 { #expect(try await !store.save(batch, at: Self.start)) }
      let other = UsageBatch(id: "two", rows: [row(Self.start, requests: 2)])
      #expect(try await store.save(other, at: Self.start))
      let sum = try await store.totals(userID: "u", from: Self.start, to: Self.start + 60)
      #expect(
        sum
          == UsageCounts(
            requests: 7, bytesUp: 14, bytesDown: 21, hits: 7, misses: 0, bytesStored: 28))
    }
  }

  @Test func `countries are added up by the day, each batch once`() async throws {
    try await withUsage { store, _ in
      func row(_ day: Int64, _ country: String, _ requests: Int64, token: String = "t") throws
        -> CountryRow
      {
        CountryRow(
          userID: "u", tokenID: token, day: Self.start + day * 86_400,
          use: CountryUse(
            country: try #require(CountryCode(country)), requests: requests, bytes: requests * 10))
      }
      let first = UsageBatch(
        id: "one", rows: [], countries: [try row(0, "CH", 1), try row(0, "NZ", 5)])
      for _ in 0..<2 { try await store.save(first, at: Self.start) }
      try await store.save(
        UsageBatch(
          id: "two", rows: [],
          countries: [
            try row(0, "CH", 2), try row(1, "CH", 4), try row(1, "AQ", 1, token: "other"),
          ]), at: Self.start)
      func uses(_ days: Range<Int64>, token: String? = nil) async throws -> [String] {
        try await store.countries(
          userID: "u", tokenID: token, from: Self.start + days.lowerBound * 86_400,
          to: Self.start + days.upperBound * 86_400
        ).map { "\($0.country.text) \($0.requests) \($0.bytes)" }
      }
      #expect(try await uses(0..<1) == ["NZ 5 50", "CH 3 30"])
      #expect(try await uses(0..<2) == ["CH 7 70", "NZ 5 50", "AQ 1 10"])
      #expect(try await uses(1..<2, token: "t") == ["CH 4 40"])
      let kept = UsageRetention()
      try await store.sweep(kept, at: Self.start + kept.daySeconds + 86_400)
      #expect(try await uses(0..<2) == ["CH 4 40", "AQ 1 10"])
    }
  }

  @Test func `rolling up changes no sum, and neither does what comes late`() async throws {
    try await withUsage { store, _ in
      let minutes: [Int64] = [0, 60, 3540, 3600, 86_340, 86_400, 31 * 86_400 - 60, 31 * 86_400]
      for (index, minute) in minutes.enumerated() {
        let batch = UsageBatch(id: "b\(index)", rows: [row(Self.start + minute)])
        try await store.save(batch, at: Self.start)
      }
      func sums() async throws -> [Int64] {
        var sums: [Int64] = []
        for (from, to) in [
          (0, 60), (0, 3600), (0, 86_400), (60, 86_460), (0, 31 * 86_400), (0, 32 * 86_400),
          (3541, 3601),
        ] as [(Int64, Int64)] {
          sums.append(
            try await store.totals(
              userID: "u", from: Self.start + from, to: Self.start + to
            ).requests)
        }
        return sums
      }
      let before = try await sums()
      #expect(before == [1, 3, 5, 5, 7, 8, 1])
      let later = Self.start + 40 * 86_400
      #expect(try await store.rollUp(at: later) == 8)
      #expect(try await store.rollUp(at: later) == 0)
      #expect(try await sums() == before)

      let late = UsageBatch(id: "late", rows: [row(Self.start + 60, requests: 10)])
      try await store.save(late, at: later)
      #expect(try await sums() == [1, 13, 15, 15, 17, 18, 1])
      #expect(try await store.rollUp(at: later) == 0)
      let hours = try await store.points(
        userID: "u", .hour, from: Self.start, to: Self.start + 86_400)
      #expect(hours.map(\.counts.requests) == [13, 1, 1])
      let months = try await store.points(
        userID: "u", .month, from: Self.start, to: Self.start + 40 * 86_400)
      #expect(months.map(\.counts.requests) == [17, 1])
    }
  }

  @Test func `sums over any stretch are those of the rows in it, rolled up or not`() async throws {
    var random = SplitMix64.announced()
    let minutes = (0..<120).map { _ in Int64(random.next() % 100_000) * 60 }
    let cuts = (0..<20).map { _ in Int64(random.next() % 6_000_000) }
    try await withUsage { store, _ in
      for (index, minute) in minutes.enumerated() {
        let user = index % 3 == 0 ? "other" : "u"
        let batch = UsageBatch(
          id: "\(index)", rows: [row(Self.start + minute, user, "t\(index % 2)", requests: 3)])
        try await store.save(batch, at: Self.start)
        if index == 60 {
          while try await store.rollUp(at: Self.start + 50 * 86_400) > 0 {}
        }
      }
      for (from, to) in zip(cuts, cuts.dropFirst()) where from < to {
        let range = (from - from % 60)..<(to - to % 60)
        let expected = minutes.enumerated().count {
          $0.offset % 3 != 0 && range.contains($0.element)
        }
        let sum = try await store.totals(
          userID: "u", from: Self.start + from, to: Self.start + to)
        #expect(sum.requests == Int64(expected) * 3, "\(from) to \(to)")
      }
    }
  }

  @Test func `what is old goes, finest first, and months stay`() async throws {
    try await withUsage { store, database in
      try await store.save(UsageBatch(id: "a", rows: [row(Self.start)]), at: Self.start)
      try await store.rollUp(at: Self.start + 300)
      let retention = UsageRetention()
      func left() async throws -> [Int64] {
        var left: [Int64] = []
        left.append(try await database.first("SELECT COUNT(*) FROM usage_minutes")!.value(at: 0))
        left.append(try await database.first("SELECT COUNT(*) FROM usage_periods")!.value(at: 0))
        left.append(try await database.first("SELECT COUNT(*) FROM usage_batches")!.value(at: 0))
        return left
      }
      try await store.sweep(retention, at: Self.start + 3600)
      #expect(try await left() == [1, 3, 1])
      try await store.sweep(retention, at: Self.start + 3 * 86_400)
      #expect(try await left() == [0, 3, 0])
      try await store.sweep(retention, at: Self.start + 100 * 86_400)
      #expect(try await left() == [0, 2, 0])
      try await store.sweep(retention, at: Self.start + 4000 * 86_400)
      #expect(try await left() == [0, 1, 0])
      let month = UTCPeriods(at: Self.start)
      let sum = try await store.totals(userID: "u", from: month.monthStart, to: month.monthEnd)
      #expect(sum.requests == 1)
    }
  }

  @Test func `a token's last use is known before and after its minute is rolled up`() async throws {
    try await withUsage { store, _ in
      try await store.save(
        UsageBatch(id: "a", rows: [row(Self.start), row(Self.start, "u", "")]), at: Self.start)
      #expect(try await store.lastUse(of: ["t", "x"]) == ["t": Self.start])
      try await store.rollUp(at: Self.start + 300)
      #expect(try await store.lastUse(of: ["t", "x"]) == ["t": Self.start])
    }
  }

  @Test func `quotas begin with what was used in their periods`() async throws {
    try await withUsage { store, _ in
      let now = Self.start + 10 * 86_400 + 5000
      for (index, minute) in [now - 86_400 * 20, now - 86_400, now - 60, now].enumerated() {
        let batch = UsageBatch(id: "\(index)", rows: [row(minute - minute % 60, requests: 10)])
        try await store.save(batch, at: now)
      }
      let periods = UTCPeriods(at: now)
      let use = try await store.use(ofUser: "u", in: periods, at: now)
      #expect(use == QuotaUse(dayRequests: 20, monthRequests: 30, monthBytes: 150))
      #expect(
        try await store.use(ofToken: "x", user: "u", in: periods, at: now) == QuotaUse())
    }
  }
}
