import Testing

@testable import ContentDelivery

@Suite struct SliceFillTests {
  private var fill = SliceFill(SliceGeometry(length: 10_000, sliceSize: 100))

  private func head(_ range: ClosedRange<Int64>) -> OriginHead {
    OriginHead(coverage: .part(range), length: Int64(range.count), total: 10_000, source: "a")
  }

  private mutating func ask(
    _ slices: Range<Int>, stored: Set<Int> = []
  ) throws -> (reader: Int, answer: SliceFill.Answer) {
    let joined = fill.readerJoined(readersMax: 100)
    let reader = try #require(joined)
    return (reader, fill.asked(by: reader, for: slices) { stored.contains($0) })
  }

  @Test mutating func `what is stored is not fetched`() throws {
    #expect(try ask(3..<9, stored: [3]).answer == .stored)
    #expect(fill.runs.isEmpty)
  }

  @Test mutating func `one fetch covers the gap up to what is stored`() throws {
    #expect(try ask(3..<9, stored: [7, 8]).answer == .begins(run: 1))
    #expect(fill.runs[1]?.claim == 3..<7)
  }

  @Test mutating func `one fetch is no longer than the bound`() throws {
    var limits = SliceFillLimits()
    limits.runMax = 10
    fill = SliceFill(SliceGeometry(length: 10_000, sliceSize: 100), limits: limits)
    _ = try ask(0..<100)
    #expect(fill.runs[1]?.claim == 0..<10)
  }

  @Test mutating func `readers of the same slices share a fetch`() throws {
    #expect(try ask(3..<9).answer == .begins(run: 1))
    #expect(try ask(3..<5).answer == .comes)
    #expect(try ask(6..<9).answer == .comes)
    #expect(fill.runs.count == 1)
  }

  @Test mutating func `a fetch stops where another's slices begin`() throws {
    _ = try ask(20..<30)
    #expect(try ask(10..<25).answer == .begins(run: 2))
    #expect(fill.runs[2]?.claim == 10..<20)
  }

  @Test mutating func `a slice that is far off is fetched at once, by another`() throws {
    _ = try ask(0..<100)
    #expect(try ask(50..<60).answer == .begins(run: 2))
    #expect(fill.runs[1]?.claim == 0..<50 && fill.runs[2]?.claim == 50..<60)
  }

  @Test mutating func `a fetch waits when it is ahead of its readers`() throws {
    let reader = try ask(0..<100).reader
    _ = fill.received(head(0...9999), run: 1) { _ in false }
    for _ in 0..<3 {
      #expect(fill.course(of: 1) == .goOn)
      _ = fill.next(of: 100, run: 1)
    }
    #expect(fill.course(of: 1) == .pause)
    #expect(fill.asked(by: reader, for: 1..<100) { $0 < 3 } == .stored)
    #expect(fill.course(of: 1) == .goOn)
    // The foremost sets the pace.
    _ = try ask(3..<100)
    #expect(fill.course(of: 1) == .goOn)
  }

  @Test mutating func `a fetch that nobody wants is given up`() throws {
    let first = try ask(0..<100).reader
    let second = try ask(1..<100).reader
    #expect(fill.readerLeft(first) == [])
    #expect(fill.readerLeft(second) == [1])
    #expect(fill.runs.isEmpty)
  }

  @Test mutating func `a slice that is nearly there is finished for nobody`() throws {
    fill = SliceFill(SliceGeometry(length: 100_000_000, sliceSize: 1_000_000))
    let reader = try ask(0..<2).reader
    _ = fill.received(
      OriginHead(
        coverage: .part(0...1_999_999), length: 2_000_000, total: 100_000_000, source: "a"),
      run: 1
    ) { _ in false }
    _ = fill.next(of: 600_000, run: 1)
    #expect(fill.readerLeft(reader) == [])
    #expect(fill.course(of: 1) == .goOn)
    #expect(fill.next(of: 400_000, run: 1) == .fill(slice: 0, at: 600_000, count: 400_000))
    #expect(fill.course(of: 1) == .stop)
  }

  @Test mutating func `a fetch goes no further than any reader wants`() throws {
    let long = try ask(0..<100).reader
    _ = try ask(0..<2)
    _ = fill.received(head(0...9999), run: 1) { _ in false }
    _ = fill.next(of: 100, run: 1)
    #expect(fill.readerLeft(long) == [])
    #expect(fill.course(of: 1) == .goOn)
    _ = fill.next(of: 100, run: 1)
    #expect(fill.course(of: 1) == .stop)
  }

  @Test mutating func `a fetch that failed is replaced by exactly one`() throws {
    _ = try ask(0..<10)
    _ = try ask(0..<10)
    _ = fill.received(head(0...999), run: 1) { _ in false }
    _ = fill.next(of: 100, run: 1)
    _ = fill.next(of: 50, run: 1)
    #expect(fill.completed(run: 1, OriginFailure(.reset)) == .replace(run: 2))
    #expect(fill.runs.count == 1 && fill.runs[2]?.asked == 100...999)
    #expect(fill.completed(run: 1, nil) == .ignore)
    #expect(
      fill.completed(run: 2, OriginFailure(.reset)) == .fail(1..<10, OriginFailure(.reset)))
    #expect(fill.runs.isEmpty)
  }

  @Test mutating func `an end before the last byte is a failure`() throws {
    _ = try ask(0..<10)
    _ = fill.received(head(0...999), run: 1) { _ in false }
    _ = fill.next(of: 100, run: 1)
    #expect(fill.completed(run: 1, nil) == .replace(run: 2))
  }

  @Test mutating func `what nobody wants is not replaced`() throws {
    let reader = try ask(0..<10).reader
    _ = fill.received(head(0...999), run: 1) { _ in false }
    _ = fill.next(of: 90, run: 1)
    #expect(fill.readerLeft(reader) == [])
    #expect(
      fill.completed(run: 1, OriginFailure(.reset)) == .fail(0..<1, OriginFailure(.reset)))
  }

  @Test mutating func `what passes by where ranges are ignored is kept, and waited for`() throws {
    var limits = SliceFillLimits()
    limits.passingMax = 10_000
    fill = SliceFill(SliceGeometry(length: 10_000, sliceSize: 100), limits: limits)
    _ = try ask(50..<60)
    let everything = OriginHead(length: 10_000, source: "a")
    #expect(fill.received(everything, run: 1) { $0 < 3 } == .take)
    #expect(fill.runs[1]?.claim == 3..<60)
    #expect(fill.next(of: 500, run: 1) == .skip(count: 300))
    #expect(fill.next(of: 200, run: 1) == .fill(slice: 3, at: 0, count: 100))
    #expect(try ask(40..<41).answer == .comes)
    #expect(fill.course(of: 1) == .goOn)
  }

  @Test mutating func `long content is not kept for a few slices of it`() throws {
    _ = try ask(50..<60)
    let everything = OriginHead(length: 10_000, source: "a")
    #expect(fill.received(everything, run: 1) { _ in false } == .take)
    #expect(fill.runs[1]?.claim == 50..<60)
    #expect(fill.next(of: 6000, run: 1) == .skip(count: 5000))
  }

  @Test mutating func `a fetch of everything is used up to what is there`() throws {
    _ = fill.readerJoined(readersMax: 1, wanting: 0..<100)
    #expect(fill.adopted { $0 == 5 } == 1)
    #expect(fill.runs[1]?.claim == 0..<5)
    #expect(fill.next(of: 500, run: 1) == .fill(slice: 0, at: 0, count: 100))
    #expect(fill.adopted { $0 == 0 } == nil)
  }

  @Test mutating func `readers and fetches are bounded`() throws {
    var limits = SliceFillLimits()
    limits.runsMax = 2
    fill = SliceFill(SliceGeometry(length: 10_000, sliceSize: 100), limits: limits)
    _ = try ask(0..<1)
    _ = try ask(20..<21)
    #expect(try ask(40..<41).answer == .refused)
    #expect(fill.readerJoined(readersMax: 3) == nil)
  }

  @Test mutating func `a slice that came wrong is fetched again with what was to follow`() throws {
    _ = try ask(3..<9)
    var run = 1
    for spoiled in 1...SliceRun.spoiledMax {
      _ = fill.received(head(300...899), run: run) { _ in false }
      _ = fill.next(of: 100, run: run)
      #expect(fill.slice(of: run) == 4)
      let step = fill.spoiled(run: run, slice: 3, OriginFailure(.malformed))
      #expect(step == .replace(run: run + 1))
      run += 1
      #expect(fill.runs[run]?.claim == 3..<9 && fill.runs[run]?.spoiledCount == spoiled)
      #expect(fill.runs[run]?.asked == 300...899)
    }
    _ = fill.received(head(300...899), run: run) { _ in false }
    _ = fill.next(of: 100, run: run)
    let failure = OriginFailure(.malformed)
    #expect(fill.spoiled(run: run, slice: 3, failure) == .fail(3..<9, failure))
    #expect(fill.runs.isEmpty)
  }

  @Test mutating func `a slice that came wrong and that nobody wants is not fetched again`() throws
  {
    let reader = try ask(3..<4).reader
    _ = fill.received(head(300...399), run: 1) { _ in false }
    _ = fill.next(of: 60, run: 1)
    _ = fill.readerLeft(reader)
    _ = fill.next(of: 40, run: 1)
    let failure = OriginFailure(.malformed)
    #expect(fill.spoiled(run: 1, slice: 3, failure) == .fail(3..<4, failure))
  }

  @Test mutating func `a fetch that runs ahead waits for no reader`() throws {
    _ = try ask(0..<100)
    _ = fill.received(head(0...9999), run: 1) { _ in false }
    _ = fill.next(of: 100, run: 1)
    for _ in 0..<20 { _ = fill.next(of: 100, run: 1) }
    #expect(fill.course(of: 1) == .pause)
    fill.runsAhead = true
    #expect(fill.course(of: 1) == .goOn)
  }
}
