import TestSupport
import Testing
import WalrusIdentity

@testable import ContentDelivery

@Suite struct ContentTableTests {
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `holds what a dictionary holds, through growth and removal`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let table = ContentTable(seed: ContentKeySecret(seed, 7), capacity: 8)
    let samples = try (0..<600).map { try SampleContent.content($0, []) }
    var expected: [ContentKey: ObjectIdentifier] = [:]
    for step in 0..<20_000 {
      let content = samples[Int.random(in: 0..<samples.count, using: &random)]
      // Growing at first, then shrinking, then about even.
      let insertions = step < 5000 ? 8 : step < 8000 ? 2 : 5
      let isThere = expected[content.key] != nil
      #expect((table.find(content.key) != nil) == isThere)
      if Int.random(in: 0..<10, using: &random) < insertions {
        if !isThere {
          _ = table.insert(ContentEntry(content, isBorrowed: false))
          expected[content.key] = ObjectIdentifier(content)
        }
      } else {
        let removed = table.remove(content.key)
        #expect(removed.map { ObjectIdentifier($0) } == expected.removeValue(forKey: content.key))
      }
      #expect(table.count == expected.count)
      if step % 1000 == 0 {
        for sample in samples {
          let found = table.find(sample.key).map {
            ObjectIdentifier(table.entries[$0].pointee.content.takeUnretainedValue())
          }
          #expect(found == expected[sample.key])
        }
      }
    }
  }

  @Test func `an entry takes two cache lines`() {
    #expect(MemoryLayout<ContentEntry>.stride <= 128)
    #expect(MemoryLayout<ContentKey>.size == 40)
  }

  @Test func `keys of one quilt spread over the table`() throws {
    // The words that differ least: patches of one quilt differ in their columns only.
    var places: Set<UInt64> = []
    for column in 0..<600 {
      let patch = try QuiltPatchID(
        quilt: SampleContent.blob(1), startColumn: UInt16(column), endColumn: UInt16(column + 1))
      places.insert(ContentKey(patch).hash(seed: SampleContent.secret) & 0xffff)
    }
    #expect(places.count > 580)
  }

  @Test func `removing all lets go of all`() throws {
    let table = ContentTable(seed: SampleContent.secret)
    weak var last: StoredContent?
    for number in 0..<1000 {
      let content = try SampleContent.content(number, [])
      last = content
      _ = table.insert(ContentEntry(content, isBorrowed: false))
    }
    #expect(last != nil)
    table.removeAll()
    #expect(table.count == 0)
    #expect(last == nil)
    #expect(table.find(SampleContent.key(1)) == nil)
  }
}
