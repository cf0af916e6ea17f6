import Testing

@testable import ContentDelivery

@Suite struct SliceGatheringTests {
  private var gathering = SliceGathering<String>(count: 3)

  @Test mutating func `all are given in order once the last is there`() {
    let early = [(2, "c"), (0, "a"), (0, "other")].map { gathering.add($0.0, $0.1) }
    #expect(early == [nil, nil, nil])
    #expect(gathering[0] == "a" && gathering[1] == nil)
    let all = gathering.add(1, "b")
    let again = gathering.add(1, "b")
    #expect(all == ["a", "b", "c"] && again == nil, "they are given once")
    #expect(gathering.phase == .checking)
  }

  @Test mutating func `its readers do not get the last byte before it has passed`() {
    gathering.readerJoined(1)
    #expect(gathering.holdsBack(1) && !gathering.holdsBack(2))
    for (slice, content) in ["a", "b", "c"].enumerated() { _ = gathering.add(slice, content) }
    #expect(gathering.holdsBack(1))
    gathering.end(hasPassed: true)
    #expect(!gathering.holdsBack(1) && gathering[0] == nil, "nothing is held any more")
  }

  @Test mutating func `when there is no telling its readers fail, and a new one begins anew`() {
    gathering.readerJoined(1)
    for (slice, content) in ["a", "b", "c"].enumerated() { _ = gathering.add(slice, content) }
    gathering.end(hasPassed: false)
    #expect(gathering.phase == .failed && gathering.hasFailed(1))
    _ = gathering.add(0, "a")
    #expect(gathering[0] == nil)
    gathering.restart()
    gathering.readerJoined(2)
    _ = gathering.add(0, "a")
    #expect(gathering[0] == "a")
    #expect(gathering.hasFailed(1) && !gathering.holdsBack(1))
    #expect(gathering.holdsBack(2) && !gathering.hasFailed(2))
    let isUseless = gathering.readerLeft(2)
    #expect(isUseless, "the one who has failed keeps nothing")
  }

  @Test mutating func `it is of no more use when its last reader leaves, unless it is checked`() {
    gathering.readerJoined(1)
    gathering.readerJoined(2)
    let isUseless = [3, 1, 2].map { gathering.readerLeft($0) }
    #expect(isUseless == [false, false, true])
    gathering.readerJoined(4)
    for (slice, content) in ["a", "b", "c"].enumerated() { _ = gathering.add(slice, content) }
    let isUselessNow = gathering.readerLeft(4)
    #expect(!isUselessNow)
  }
}
