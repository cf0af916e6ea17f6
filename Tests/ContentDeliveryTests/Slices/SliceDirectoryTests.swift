import Bytes
import Testing
import WalrusIdentity

@testable import ContentDelivery

@Suite struct SliceDirectoryTests {
  private func content(_ number: Int, length: Int = 5000) -> SlicedContent {
    let blob = SampleContent.blob(number)
    return SlicedContent(
      ContentReference(.blob(blob), secret: SampleContent.secret),
      metadata: SampleContent.metadata(blob, length: length), isTyped: false, sliceSize: 1000,
      onContentDomain: false)
  }

  @Test func `the oldest that nobody asks for goes first`() {
    var directory = SliceDirectory(countMax: 3)
    for number in 0..<3 { #expect(directory.insert(content(number)) == nil) }
    #expect(directory.find(SampleContent.key(0)) != nil)
    #expect(directory.insert(content(3))?.key == SampleContent.key(1))
    #expect(directory.insert(content(4))?.key == SampleContent.key(2))
    #expect(directory.insert(content(5))?.key == SampleContent.key(0))
    #expect(directory.count == 3)
  }

  @Test func `when all are asked for, one goes all the same`() {
    var directory = SliceDirectory(countMax: 2)
    for number in 0..<20 {
      _ = directory.insert(content(number))
      #expect(directory.find(SampleContent.key(number)) != nil)
      #expect(directory.count <= 2)
    }
  }

  @Test func `what takes the place of another gives it back`() {
    var directory = SliceDirectory(countMax: 2)
    let first = content(1)
    #expect(directory.insert(first) == nil)
    let replaced = directory.insert(content(1, length: 6000))
    #expect(replaced === first && !first.hasSameBytes(as: content(1, length: 6000)))
    let removed = directory.remove(SampleContent.key(1))
    #expect(removed?.metadata.length == 6000)
    #expect(directory.find(SampleContent.key(1)) == nil)
    // The gap that is left is filled again.
    for number in 2..<6 { _ = directory.insert(content(number)) }
    #expect(directory.count <= 2)
  }

  private func record(
    _ count: Int, in directory: inout SliceDirectory, of content: SlicedContent
  ) throws {
    let ledger = try #require(directory.ledger(of: content))
    for slice in 0..<count {
      let isRecorded = ledger.record(.sha256(of: [0].span.bytes), of: slice, from: "a", in: budget)
      #expect(isRecorded)
      directory.recorded()
    }
  }

  private var budget: ByteBudget { ByteBudget(limit: 1 << 30) }

  @Test func `digests are bounded, and the oldest content that nobody asks for gives way`() throws {
    var directory = SliceDirectory(countMax: 10, digestsMax: 6)
    let contents = (0..<3).map { content($0) }
    for content in contents {
      _ = directory.insert(content)
      try record(2, in: &directory, of: content)
    }
    #expect(directory.digestCount == 6 && !directory.hasRoomForDigest)
    _ = directory.find(contents[0].key)
    let first = directory.relieve(for: contents[2]) { _ in false }
    #expect(first === contents[1])
    #expect(directory.hasRoomForDigest && directory.ledger(of: contents[1]) == nil)
    // What is asked for goes when nothing else is there, what is pinned never.
    let pinned = directory.relieve(for: contents[2]) { $0 == contents[0].key }
    let second = directory.relieve(for: contents[2]) { _ in false }
    let third = directory.relieve(for: contents[2]) { _ in false }
    #expect(pinned == nil && second === contents[0] && third == nil)
    #expect(directory.digestCount == 2)
  }

  @Test func `what is pinned does not go for others`() {
    var directory = SliceDirectory(countMax: 2)
    for number in 0..<2 { _ = directory.insert(content(number)) }
    let gone = directory.insert(content(2)) { $0 == SampleContent.key(0) }
    #expect(gone?.key == SampleContent.key(1))
  }

  @Test func `what is known of the bytes stays known when the content is refreshed`() throws {
    var directory = SliceDirectory(countMax: 2)
    let first = content(1)
    _ = directory.insert(first)
    try record(3, in: &directory, of: first)
    let ledger = directory.ledger(of: first)
    _ = directory.insert(content(1))
    #expect(directory.ledger(of: first) === ledger && directory.digestCount == 3)
    // Other bytes are unknown.
    let other = content(1, length: 6000)
    _ = directory.insert(other)
    #expect(directory.ledger(of: first) == nil && directory.digestCount == 0)
    #expect(directory.ledger(of: other)?.digestCount == 0)
  }
}
