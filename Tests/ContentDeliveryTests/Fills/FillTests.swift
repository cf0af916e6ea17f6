import Testing

@testable import ContentDelivery

@Suite struct FillTests {
  private func head(_ length: Int64?, _ coverage: OriginHead.Coverage = .whole, total: Int64? = nil)
    -> OriginHead
  {
    OriginHead(coverage: coverage, length: length, total: total, source: "a")
  }

  @Test func `a length within the limit is kept`() {
    var fill = Fill()
    #expect(fill.received(head(100), objectMax: 100) == .keep(length: 100))
    #expect(fill.received(count: 60) == .take(0..<60))
    #expect(fill.received(count: 40) == .take(0..<40))
    #expect(fill.completed(nil) == .succeed)
    #expect(fill.completed(nil) == .ignore)
  }

  @Test func `an unknown length is kept for now`() {
    var fill = Fill()
    #expect(fill.received(head(nil), objectMax: 100) == .keep(length: nil))
    #expect(fill.received(count: 200) == .take(0..<200))
    #expect(fill.completed(nil) == .succeed)
  }

  @Test func `a length over the limit passes through`() {
    var fill = Fill()
    _ = fill.readerJoins(readersMax: 9)
    #expect(fill.received(head(101), objectMax: 100) == .passThrough(from: 0))
    #expect(!fill.isKept)
    let joins = fill.readerJoins(readersMax: 9)
    #expect(!joins)
  }

  @Test func `an end that comes early is a truncation`() {
    var fill = Fill()
    _ = fill.received(head(100), objectMax: 1000)
    _ = fill.received(count: 99)
    #expect(fill.completed(nil) == .fail(OriginFailure(.truncated)))
  }

  @Test func `bytes beyond what was announced are refused`() {
    var fill = Fill()
    _ = fill.received(head(100), objectMax: 1000)
    #expect(fill.received(count: 101) == .refuse(OriginFailure(.malformed)))
    #expect(fill.completed(nil) == .ignore)
  }

  @Test func `an end without a head is a failure`() {
    var fill = Fill()
    #expect(fill.completed(nil) == .fail(OriginFailure(.malformed)))
  }

  @Test func `a part is taken for the whole only when it is the whole`() {
    var fill = Fill()
    #expect(
      fill.received(head(100, .part(0...99), total: 100), objectMax: 1000) == .keep(length: 100))
    for (part, total) in [(0...99, 101), (1...99, 100), (0...99, nil)]
      as [(ClosedRange<Int64>, Int64?)]
    {
      var fill = Fill()
      let step = fill.received(head(100, .part(part), total: total), objectMax: 1000)
      #expect(step == .refuse(OriginFailure(.malformed, source: "a")))
    }
  }

  @Test func `a range is served by exactly that part`() {
    var fill = Fill(range: 10...19)
    #expect(
      fill.received(head(10, .part(10...19), total: 50), objectMax: 1000) == .passThrough(from: 10))
    #expect(fill.received(count: 6) == .take(0..<6))
    #expect(fill.received(count: 4) == .takeLast(0..<4))
    for part in [10...18, 9...19, 0...9] as [ClosedRange<Int64>] {
      var fill = Fill(range: 10...19)
      let step = fill.received(head(10, .part(part), total: 50), objectMax: 1000)
      #expect(step == .refuse(OriginFailure(.malformed, source: "a")))
    }
  }

  @Test func `a range is cut out where the origin sends all`() {
    var fill = Fill(range: 10...19)
    #expect(fill.received(head(50), objectMax: 1000) == .passThrough(from: 10))
    #expect(fill.received(count: 8) == .take(8..<8))
    #expect(fill.received(count: 8) == .take(2..<8))
    #expect(fill.received(count: 30) == .takeLast(0..<4))
  }

  @Test func `the first bytes of content tell how long it is`() {
    var fill = Fill.opening()
    #expect(fill.asked == 0...511)
    #expect(fill.received(head(512, .part(0...511), total: 5000), objectMax: 100) == .sample)
    #expect(fill.received(count: 512) == .take(0..<512))
    #expect(fill.completed(nil) == .sampled(total: 5000))
    fill.restarted()
    #expect(fill.asked == nil && fill.phase == .connecting)
    #expect(fill.received(head(100), objectMax: 100) == .keep(length: 100))
  }

  @Test func `the first bytes may be all, or be refused, or come with the rest`() {
    var whole = Fill.opening()
    #expect(
      whole.received(head(90, .part(0...89), total: 90), objectMax: 100) == .keep(length: 90))
    var refused = Fill.opening()
    #expect(refused.completed(OriginFailure(.rangeNotSatisfiable)) == .restart)
    var ignored = Fill.opening()
    #expect(ignored.received(head(5000), objectMax: 9000) == .keep(length: 5000))
    for wrong in [head(512, .part(0...511), total: nil), head(512, .part(1...512), total: 5000)] {
      var fill = Fill.opening()
      #expect(
        fill.received(wrong, objectMax: 100) == .refuse(OriginFailure(.malformed, source: "a")))
    }
  }

  @Test func `long content is cut`() {
    let slices = SliceLimits(size: 100, wholeMax: 400, contentMax: 9000)
    for (length, step) in [
      (400, .keep(length: 400)), (401, .cut), (9000, .cut), (9001, .passThrough(from: 0)),
    ] as [(Int64, Fill.HeadStep)] {
      var fill = Fill()
      #expect(fill.received(head(length), objectMax: 1000, slices: slices) == step)
    }
    var unknown = Fill()
    #expect(unknown.received(head(nil), objectMax: 1000, slices: slices) == .keep(length: nil))
    var part = Fill(range: 10...19)
    #expect(
      part.received(head(10, .part(10...19), total: 5000), objectMax: 1000, slices: slices)
        == .passThrough(from: 10))
  }

  @Test func `the last to leave ends a fill that is not half done`() {
    var fill = Fill()
    _ = fill.readerJoins(readersMax: 9)
    _ = fill.readerJoins(readersMax: 9)
    _ = fill.received(head(1_000_000), objectMax: 2_000_000)
    _ = fill.received(count: 400_000)
    let first = fill.readerLeft()
    let last = fill.readerLeft()
    #expect(!first && last)
  }

  @Test func `a fill that is more than half done, or nearly, goes on for nobody`() {
    for (length, received) in [(1_000_000, 500_001), (50_000, 10)] {
      var fill = Fill()
      _ = fill.readerJoins(readersMax: 9)
      _ = fill.received(head(Int64(length)), objectMax: 2_000_000)
      _ = fill.received(count: received)
      let isAbandoned = fill.readerLeft()
      #expect(!isAbandoned)
    }
  }

  @Test func `a fill of unknown length, or without a head, ends with its last reader`() {
    var connecting = Fill()
    _ = connecting.readerJoins(readersMax: 9)
    let first = connecting.readerLeft()
    var unknown = Fill()
    _ = unknown.readerJoins(readersMax: 9)
    _ = unknown.received(head(nil), objectMax: 1000)
    _ = unknown.received(count: 900)
    let second = unknown.readerLeft()
    #expect(first && second)
  }

  @Test func `readers are bounded, and cannot join what has ended`() {
    var fill = Fill()
    let joined = (0..<3).map { _ in fill.readerJoins(readersMax: 2) }
    #expect(joined == [true, true, false])
    _ = fill.completed(OriginFailure(.reset))
    _ = fill.readerLeft()
    let joins = fill.readerJoins(readersMax: 2)
    #expect(!joins)
  }
}
