import TestSupport
import Testing

@testable import ContentDelivery

/// Counts of contents in memory that does not grow.
struct ContentStatisticsTests {
  private static let secret = ContentKeySecret.random()

  /// The path of a blob whose id is made of a number.
  private static func path(_ number: Int) -> String {
    let digits = String(number, radix: 10)
    return "/cdn/" + String(repeating: "A", count: 42 - digits.count) + digits + "A"
  }

  private static func key(_ path: String) throws -> ContentKey {
    let reference = try ContentReference(path: path.utf8.span, secret: secret)
    return try #require(reference).key
  }

  private static func record(
    _ statistics: ContentStatistics, _ path: String, isHit: Bool = true, at seconds: Int64 = 1,
    bytes: Int64 = 10, nanoseconds: UInt64 = 2000
  ) {
    guard statistics.counts(isHit: isHit) else { return }
    statistics.record(
      ContentAccess(isHit: isHit, bytes: bytes, nanoseconds: nanoseconds, seconds: seconds),
      target: path.utf8.span)
  }

  @Test func `a quiet shard counts everything exactly`() throws {
    let statistics = ContentStatistics(secret: Self.secret)
    let path = Self.path(1)
    Self.record(statistics, path, isHit: false, at: 5, nanoseconds: 9000)
    for second in 6..<16 { Self.record(statistics, path, at: Int64(second)) }
    let tally = try #require(statistics.tally(of: Self.key(path)))
    #expect(tally.id == path.dropFirst(5))
    #expect(tally.hits == 10 && tally.misses == 1 && tally.bytes == 110)
    #expect(tally.nanoseconds == 29_000 && tally.nanosecondsMax == 9000)
    #expect(tally.since == 5 && tally.lastAccess == 15)
    #expect(try statistics.estimate(of: Self.key(path)) == 11)
    #expect(try statistics.tally(of: Self.key(Self.path(2))) == nil)
    #expect(try statistics.estimate(of: Self.key(Self.path(2))) == 0)
  }

  @Test func `counting allocates nothing`() {
    let statistics = ContentStatistics(secret: Self.secret)
    let paths = (0..<50).map { Array(Self.path($0).utf8) }
    let access = ContentAccess(isHit: true, bytes: 10, nanoseconds: 2000, seconds: 1)
    let counted = MallocCounter.mallocs {
      for path in paths {
        statistics.record(access, target: path.span)
        statistics.record(access, target: path.span)
      }
      statistics.tick()
    }
    // Means something in release alone, as all counts of allocations do.
    #expect(counted == 0)
  }

  @Test func `one content has one tally under all of its paths`() throws {
    let statistics = ContentStatistics(secret: Self.secret)
    let path = Self.path(1)
    Self.record(statistics, path)
    Self.record(statistics, "/v1/blobs/" + path.dropFirst(5))
    #expect(try statistics.tally(of: Self.key(path))?.hits == 2)
    #expect(statistics.most(10).count == 1)
  }

  @Test func `a busy shard counts one hit in sixteen, for sixteen, and every miss`() throws {
    let statistics = ContentStatistics(secret: Self.secret)
    let path = Self.path(1)
    for _ in 0...ContentStatistics.exactMax { Self.record(statistics, path) }
    statistics.tick()
    let before = try #require(statistics.tally(of: Self.key(path))).hits
    for _ in 0..<16_000 { Self.record(statistics, path) }
    for _ in 0..<3 { Self.record(statistics, path, isHit: false) }
    let tally = try #require(statistics.tally(of: Self.key(path)))
    #expect(abs(Int(tally.hits - before) - 16_000) <= ContentStatistics.sparse)
    #expect(tally.misses == 3)
    // Quiet again: from the next tick every hit is counted.
    statistics.tick()
    statistics.tick()
    let quiet = try #require(statistics.tally(of: Self.key(path))).hits
    for _ in 0..<7 { Self.record(statistics, path) }
    #expect(try statistics.tally(of: Self.key(path))?.hits == quiet + 7)
  }

  @Test func `what is asked for often stays among what is asked for once`() throws {
    let statistics = ContentStatistics(secret: Self.secret)
    for round in 0..<20_000 {
      Self.record(statistics, Self.path(1_000_000 + round), isHit: false)
      if round % 20 == 0 { Self.record(statistics, Self.path(round / 20 % 10), isHit: false) }
    }
    let most = Set(statistics.most(10).map(\.id))
    #expect(most == Set((0..<10).map { String(Self.path($0).dropFirst(5)) }))
    #expect(statistics.most(.max).count <= 1024)
    for number in 0..<10 {
      let key = try Self.key(Self.path(number))
      let tally = try #require(statistics.tally(of: key))
      #expect(tally.requests <= 100)
      #expect(statistics.estimate(of: key) >= 100)
    }
  }

  @Test func `an estimate is never too low, and rarely much too high`() {
    var sketch = FrequencySketch()
    var random = SystemRandomNumberGenerator()
    let hashes = (0..<5000).map { _ in UInt64.random(in: 0...UInt64.max, using: &random) }
    for (index, hash) in hashes.enumerated() { sketch.add(hash, UInt32(index % 7 + 1)) }
    let total = hashes.indices.reduce(0) { $0 + $1 % 7 + 1 }
    var high = 0
    for (index, hash) in hashes.enumerated() {
      let exact = index % 7 + 1
      #expect(sketch.estimate(hash) >= exact)
      if Int(sketch.estimate(hash)) > exact + 3 * total / 4096 { high += 1 }
    }
    #expect(high < hashes.count / 50)
    sketch.add(1, .max)
    sketch.add(1, 5)
    #expect(sketch.estimate(1) == .max)
  }

  @Test func `paths that name nothing are not counted, and long ones are cut`() {
    let statistics = ContentStatistics(secret: Self.secret)
    for path in ["/", "/cdn/x", "/health", "/cdn/%zz", ""] { Self.record(statistics, path) }
    #expect(statistics.most(10).isEmpty)
    Self.record(statistics, Self.path(1) + "/" + String(repeating: "n", count: 500))
    #expect(statistics.most(10).first?.id.utf8.count == ContentTally.textMax)
  }
}
