import ContentDelivery
import TestSupport
import Testing
import WalrusIdentity
import WalrusUpstream

@Suite struct WrongContentsTests {
  private static func key(_ number: UInt64) -> ContentKey {
    ContentKey(BlobID(words: (number, 1, 2, 3)))
  }

  @Test func `who sent something wrong is not asked again for some minutes, for that alone`() {
    var wrong = WrongContents()
    wrong.insert(Self.key(1), from: 2, at: 1000)
    wrong.insert(Self.key(1), from: 0, at: 2000)
    let end = 1000 + WrongContents.memoryMilliseconds
    #expect(wrong.endpoints(for: Self.key(1), at: 2000) == [0, 2])
    #expect(wrong.endpoints(for: Self.key(2), at: 2000) == [])
    #expect(wrong.endpoints(for: Self.key(1), at: end - 1) == [0, 2])
    #expect(wrong.endpoints(for: Self.key(1), at: end) == [0])
    #expect(wrong.endpoints(for: Self.key(1), at: end + 1000) == [])
  }

  @Test func `only so many contents are remembered, the latest`() {
    var wrong = WrongContents()
    let count = UInt64(WrongContents.contentsMax)
    for number in 0..<count + 10 { wrong.insert(Self.key(number), from: 1, at: 0) }
    let known = (0..<count + 10).filter { wrong.endpoints(for: Self.key($0), at: 0) == [1] }
    #expect(known == Array(10..<count + 10))
  }
}
