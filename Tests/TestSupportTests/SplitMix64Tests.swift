import TestSupport
import Testing

@Suite struct SplitMix64Tests {
  @Test func `seed 1234567 gives the published sequence`() {
    var generator = SplitMix64(seed: 1_234_567)
    let numbers = (0..<3).map { _ in generator.next() }
    #expect(
      numbers == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  @Test(arguments: [0, 1, 7, 8, 9, 1000])
  func `bytes are as many as asked for, and the same for the same seed`(count: Int) {
    var first = SplitMix64(seed: 9)
    var second = SplitMix64(seed: 9)
    let bytes = first.bytes(count)
    #expect(bytes.count == count)
    #expect(bytes == second.bytes(count))
  }
}
