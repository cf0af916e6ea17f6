import TestSupport
import Testing

@testable import Metering

/// Stretches of time in the fewest periods.
@Suite struct UsageSpanTests {
  private static let day: Int64 = 86_400

  @Test func `a whole month is one period, and a moment none`() {
    let month = UTCPeriods(at: 1_709_164_800)
    let span = UsageSpan(from: month.monthStart, to: month.monthEnd)
    #expect(span.pieces.map(\.resolution) == [.month])
    #expect(UsageSpan(from: 61, to: 119).pieces.isEmpty)
    #expect(UsageSpan(from: 120, to: 60).pieces.isEmpty)
  }

  @Test func `edges are made of smaller periods`() {
    let start = UTCPeriods(at: 1_709_164_800).monthStart
    let span = UsageSpan(from: start - 3700, to: start + Self.day + 7260)
    #expect(
      span.pieces.map(\.resolution) == [.minute, .hour, .day, .hour, .minute])
  }

  @Test func `pieces are whole periods that follow each other without a gap`() {
    var random = SplitMix64.announced()
    for _ in 0..<2000 {
      let from = Int64(random.next() % 4_000_000_000)
      let to = from + Int64(random.next() % UInt64(400 * Self.day))
      let pieces = UsageSpan(from: from, to: to).pieces
      guard !pieces.isEmpty else { continue }
      #expect(pieces.first?.range.lowerBound == from - from % 60)
      #expect(pieces.last?.range.upperBound == to - to % 60)
      for (one, next) in zip(pieces, pieces.dropFirst()) {
        #expect(one.range.upperBound == next.range.lowerBound)
      }
      for piece in pieces {
        #expect(piece.resolution.start(of: piece.range.lowerBound) == piece.range.lowerBound)
        #expect(piece.resolution.start(of: piece.range.upperBound) == piece.range.upperBound)
      }
      #expect(pieces.count <= 7)
    }
  }
}
