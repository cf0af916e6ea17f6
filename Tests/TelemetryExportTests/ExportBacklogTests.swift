import Testing

@testable import TelemetryExport

@Suite struct ExportBacklogTests {
  /// Always the longest wait.
  private struct Longest: RandomNumberGenerator {
    mutating func next() -> UInt64 { .max }
  }

  private static let second: UInt64 = 1_000_000_000

  private static func backlog(_ items: Int = 5) -> ExportBacklog<Int> {
    var backlog = ExportBacklog<Int>(itemsMax: 8, batchMax: 3)
    backlog.add(Array(0..<items))
    return backlog
  }

  @Test func `what waits goes in order, a batch at a time`() {
    var backlog = Self.backlog()
    var random = Longest()
    #expect(backlog.next(at: 0) == [0, 1, 2])
    #expect(backlog.next(at: 0) == nil, "a verdict is owed")
    backlog.settle(.taken, rejected: 1, at: 0, using: &random)
    #expect(backlog.next(at: 0) == [3, 4])
    backlog.settle(.refused(status: 400), at: 0, using: &random)
    #expect(backlog.next(at: 0) == nil)
    #expect(backlog.counts.sent == 2 && backlog.counts.failed == 3)
  }

  @Test func `what there is no room for is lost and counted`() {
    var backlog = Self.backlog(5)
    backlog.add(Array(5..<12))
    #expect(backlog.count == 8 && backlog.counts.dropped == 4)
  }

  @Test func `a receiver that asks for patience gets it`() {
    var backlog = Self.backlog()
    var random = Longest()
    _ = backlog.next(at: 0)
    backlog.settle(.later(seconds: 7), at: 0, using: &random)
    #expect(backlog.next(at: 7 * Self.second - 1) == nil)
    #expect(backlog.next(at: 7 * Self.second) == [0, 1, 2])
  }

  @Test func `pauses grow and a batch is given up in the end`() {
    var backlog = Self.backlog(3)
    var random = Longest()
    var now: UInt64 = 0
    var pauses: [UInt64] = []
    for _ in 0..<6 {
      #expect(backlog.next(at: now) == [0, 1, 2])
      backlog.settle(.later(seconds: nil), at: now, using: &random)
      guard backlog.count > 0 else { break }
      let began = now
      while backlog.next(at: now) == nil { now += Self.second / 4 }
      backlog.settle(.later(seconds: 0), at: now, using: &random)
      pauses.append((now - began) / Self.second)
      if backlog.count == 0 { break }
    }
    #expect(pauses == pauses.sorted() && pauses.first == 1)
    #expect(backlog.count == 0 && backlog.counts.failed == 3)
  }

  @Test(arguments: [
    (200, nil, DeliveryVerdict.taken), (202, nil, .taken), (429, "3", .later(seconds: 3)),
    (502, nil, .later(seconds: nil)), (503, "soon", .later(seconds: nil)),
    (504, "99999999999999999999", .later(seconds: 3600)), (500, "1", .refused(status: 500)),
    (400, nil, .refused(status: 400)), (413, nil, .refused(status: 413)),
    (301, nil, .refused(status: 301)),
  ])
  func `a status says what becomes of a batch`(
    status: Int, retryAfter: String?, verdict: DeliveryVerdict
  ) {
    #expect(DeliveryVerdict(status: status, retryAfter: retryAfter) == verdict)
  }
}
