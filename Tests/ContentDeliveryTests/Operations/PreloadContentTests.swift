import Locks
import Testing

@testable import ContentDelivery

@Suite struct PreloadContentTests {
  private let edge: EdgeUnderTest
  private let bytes = Array("content".utf8)

  init() throws { edge = try EdgeUnderTest() }

  private func references(_ numbers: Range<Int>) -> [ContentReference] {
    numbers.map { ContentReference(.blob(SampleContent.blob($0)), secret: SampleContent.secret) }
  }

  private func preload(concurrencyMax: Int = 4) -> PreloadContent {
    let clock = edge.clock
    return PreloadContent(
      shards: edge.shards, concurrencyMax: concurrencyMax, now: { clock.seconds })
  }

  /// Plays an answer to a fetch.
  private func answer(_ index: Int) {
    let fetch = edge.source.fetches[index]
    edge.perform {
      fetch.head(OriginHead(length: Int64(bytes.count), source: "origin.example"))
      fetch.bytes(bytes)
      fetch.end()
    }
  }

  @Test func `so many are fetched at a time, and the next batch waits for all of one`() throws {
    let (preload, references) = (preload(), references(0..<12))
    let steps = Mutex<[Int]>([])
    let pending = edge.begin {
      try await preload(references) { progress in steps.withLock { $0.append(progress.doneCount) } }
    }
    #expect(edge.source.fetches.count == 4)
    for index in 0..<6 { answer(index) }
    #expect(edge.source.fetches.count == 10)
    for index in 6..<9 { answer(index) }
    #expect(edge.source.fetches.count == 10, "the first batch is not over")
    answer(9)
    #expect(edge.source.fetches.count == 12)
    #expect(pending.value == nil)
    answer(10)
    answer(11)
    let progress = try #require(try pending.value?.get())
    #expect(progress.total == 12 && progress.storedCount == 12 && progress.failedCount == 0)
    #expect(steps.withLock { $0 } == Array(1...12))
    #expect(try edge.ask(references[11].canonicalPath).field("X-Cache") == "HIT")
  }

  @Test func `what is there is not fetched, and what fails is passed over`() throws {
    let (preload, references) = (preload(concurrencyMax: 1), references(0..<4))
    try edge.ask(references[0].canonicalPath)
    try edge.answer(bytes)
    let pending = edge.begin { try await preload(references) }
    try edge.fail(.notFound)
    let long = edge.source.fetches[2]
    edge.perform {
      long.head(OriginHead(length: 1 << 40, source: "origin.example"))
      long.bytes(EdgeUnderTest.bytes(50_000))
    }
    #expect(long.isCancelled)
    edge.perform { long.end() }
    answer(3)
    let progress = try #require(try pending.value?.get())
    #expect(progress.storedCount == 2 && progress.failedCount == 1)
    #expect(progress.passedOverCount == 1 && progress.doneCount == 4)
  }

  @Test func `a preload shares its fetches with those who ask`() throws {
    let (preload, references) = (preload(), references(0..<1))
    let reader = try edge.ask(references[0].canonicalPath)
    let pending = edge.begin { try await preload(references) }
    #expect(edge.source.fetches.count == 1)
    answer(0)
    #expect(reader.bytes == bytes)
    #expect(try pending.value?.get().storedCount == 1)
  }

  @Test func `nothing is no work`() throws {
    let preload = preload()
    #expect(try edge.begin { try await preload([]) }.value?.get().doneCount == 0)
  }
}
