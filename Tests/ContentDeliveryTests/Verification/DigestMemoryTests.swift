import TestSupport
import Testing
import WalrusIdentity

@testable import ContentDelivery

@Suite struct DigestMemoryTests {
  private func digest(_ number: UInt64) -> Bytes32 { Bytes32(words: (number, 0, 0, 0)) }

  @Test func `a digest is compared with the last one, and a proven one stays`() {
    var memory = DigestMemory(countMax: 10)
    let key = SampleContent.key(1)
    #expect(memory.compare(digest(1), of: key) == .unknown)
    memory.record(digest(1), of: key, isProven: false)
    #expect(memory.compare(digest(1), of: key) == .same(isProven: false))
    memory.record(digest(2), of: key, isProven: false)
    #expect(memory.compare(digest(1), of: key) == .differs(isProven: false))
    memory.markProven(key)
    memory.record(digest(3), of: key, isProven: false)
    #expect(memory.compare(digest(2), of: key) == .same(isProven: true))
    #expect(memory.provenDigest(of: key) == digest(2))
    memory.forget(key)
    #expect(memory.provenDigest(of: key) == nil)
    memory.markProven(key)
    #expect(memory.compare(digest(2), of: key) == .unknown)
  }

  @Test func `no more are remembered than may be, the latest of them`() {
    var random = SplitMix64.announced()
    var recent = RecentEntries<Int, Int>(countMax: 20)
    var order: [Int] = []
    for value in 0..<3000 {
      let key = Int.random(in: 0..<60, using: &random)
      if Int.random(in: 0..<5, using: &random) == 0 {
        recent[key] = nil
      } else {
        if recent[key] == nil { order.append(key) }
        recent[key] = value
        #expect(recent[key] == value)
      }
      #expect(recent.count <= 20)
    }
    // Nothing but what came among the last twenty arrivals is there.
    let last = Set(order.suffix(40))
    for key in 0..<60 where recent[key] != nil { #expect(last.contains(key)) }
  }

  @Test func `SHA-256 of pieces is that of the whole`() {
    let abc: [UInt8] = Array("abc".utf8)
    let digest = Bytes32.sha256(of: abc.span.bytes)
    #expect((0..<4).map { digest[$0] } == [0xba, 0x78, 0x16, 0xbf])
  }
}
