import Testing

@testable import ContentDelivery

@Suite struct SliceRunTests {
  private let geometry = SliceGeometry(length: 950, sliceSize: 100)

  private func head(
    _ coverage: OriginHead.Coverage, total: Int64?, length: Int64? = nil
  ) -> OriginHead {
    OriginHead(coverage: coverage, length: length, total: total, source: "a")
  }

  @Test(
    arguments: [
      (2..<4, 200...399), (9..<10, 900...949), (0..<1, 0...99), (3..<10, 300...949),
    ] as [(Range<Int>, ClosedRange<Int>)])
  func `one closed range is asked for`(claim: Range<Int>, asked: ClosedRange<Int>) {
    #expect(SliceRun(geometry, claim: claim).asked == asked)
  }

  @Test func `all slices are asked for without a range`() {
    #expect(SliceRun(geometry, claim: 0..<10).asked == nil)
    #expect(SliceRun(geometry, claim: 3..<4, rangesAreRefused: true).asked == nil)
  }

  @Test(
    arguments: [
      (.part(200...399), 950, .take), (.part(200...399), nil, .take),
      (.part(200...399), 951, .contradict), (.part(200...398), 399, .contradict),
      (.part(200...398), 950, .refuse(OriginFailure(.malformed, source: "a"))),
      (.part(199...399), 950, .refuse(OriginFailure(.malformed, source: "a"))),
      (.whole, 950, .take), (.whole, nil, .take), (.whole, 949, .contradict),
    ] as [(OriginHead.Coverage, Int64?, SliceRun.HeadStep)])
  func `a head must be of what was asked for`(
    coverage: OriginHead.Coverage, total: Int64?, step: SliceRun.HeadStep
  ) {
    var run = SliceRun(geometry, claim: 2..<4)
    #expect(run.received(head(coverage, total: total)) == step)
  }

  @Test func `a part goes into its slices`() {
    var run = SliceRun(geometry, claim: 8..<10)
    #expect(run.received(head(.part(800...949), total: 950)) == .take)
    #expect(run.next(of: 130) == .fill(slice: 8, at: 0, count: 100))
    #expect(run.next(of: 30) == .fill(slice: 9, at: 0, count: 30))
    #expect(run.missingOfSlice == 20 && run.hasBegunSlice)
    #expect(run.next(of: 20) == .fill(slice: 9, at: 30, count: 20))
    #expect(run.next(of: 1) == .past && run.claim.isEmpty)
  }

  @Test func `of everything the slices that are wanted are cut out`() {
    var run = SliceRun(geometry, claim: 2..<3)
    #expect(run.received(head(.whole, total: 950, length: 950)) == .take)
    #expect(run.next(of: 150) == .skip(count: 150))
    #expect(run.next(of: 150) == .skip(count: 50))
    #expect(run.next(of: 100) == .fill(slice: 2, at: 0, count: 100))
    #expect(run.next(of: 650) == .past)
  }

  @Test func `a fetch that failed is replaced once, and again when a slice has come`() throws {
    var run = SliceRun(geometry, claim: 2..<6)
    _ = run.received(head(.part(200...599), total: 950))
    _ = run.next(of: 100)
    _ = run.next(of: 50)
    var second = try #require(run.replacement(after: OriginFailure(.reset)))
    #expect(second.claim == 3..<6 && second.asked == 300...599)
    #expect(second.replacement(after: OriginFailure(.reset)) == nil)
    _ = second.received(head(.part(300...599), total: 950))
    _ = second.next(of: 100)
    #expect(second.replacement(after: OriginFailure(.truncated))?.claim == 4..<6)
  }

  @Test func `a range that is refused is replaced by everything, and everything by nothing`() throws
  {
    let run = SliceRun(geometry, claim: 2..<4)
    let failure = OriginFailure(.rangeNotSatisfiable)
    let second = try #require(run.replacement(after: failure))
    #expect(second.asked == nil && second.claim == 2..<4)
    #expect(SliceRun(geometry, claim: 0..<10).replacement(after: failure) == nil)
  }

  @Test(
    arguments: [
      .notFound, .blocked, .tooLarge, .badIdentifier, .cancelled,
    ] as [OriginFailure.Code])
  func `what would fail again is not tried again`(code: OriginFailure.Code) {
    let run = SliceRun(geometry, claim: 2..<4)
    #expect(run.replacement(after: OriginFailure(code)) == nil)
  }
}
