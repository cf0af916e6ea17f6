import Bytes
import Testing

@Suite struct ByteLanesTests {
  /// Every byte in every lane, among neighbours that borrow and carry.
  static let words: [(word: UInt64, lane: Int, byte: UInt8)] = (0..<8).flatMap { lane in
    (UInt8.min...UInt8.max).flatMap { byte in
      [0x61, 0x20, 0x7E, 0xFF, 0x80].map { (neighbour: UInt64) in
        let shift = UInt64(lane * 8)
        let others = neighbour &* 0x0101_0101_0101_0101 & ~(0xFF << shift)
        return (others | UInt64(byte) << shift, lane, byte)
      }
    }
  }

  @Test func `the lowest mark is the lowest byte that fits`() {
    for (word, _, _) in Self.words {
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
      let control = bytes.firstIndex { $0 < 0x20 || $0 == 0x7F } ?? 8
      let colon = bytes.firstIndex(of: 0x3A) ?? 8
      let small = bytes.firstIndex { $0 < 0x24 } ?? 8
      #expect(ByteLanes.first(ByteLanes.controls(word)) == control)
      #expect(ByteLanes.first(ByteLanes.equal(word, 0x3A)) == colon)
      #expect(ByteLanes.first(ByteLanes.below(word, 0x24)) == small)
      #expect((ByteLanes.beyondASCII(word) != 0) == bytes.contains { $0 > 0x7F })
      #expect((ByteLanes.beyondPrintable(word) != 0) || !bytes.contains { $0 > 0x7E })
    }
  }

  @Test func `a range of ASCII lanes is marked exactly`() {
    for (word, _, _) in Self.words where word & 0x8080_8080_8080_8080 == 0 {
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
      let letters = ByteLanes.within(word, 0x61...0x7A)
      for (lane, byte) in bytes.enumerated() {
        let isMarked = letters >> UInt64(lane * 8 + 7) & 1 == 1
        #expect(isMarked == (0x61...0x7A).contains(byte))
      }
      #expect(ByteLanes.all(letters) == bytes.allSatisfy { (0x61...0x7A).contains($0) })
    }
  }

  @Test(arguments: 0...8)
  func `the lowest lanes are kept`(count: Int) {
    let expected: UInt64 = count == 8 ? .max : (1 << UInt64(count * 8)) - 1
    #expect(ByteLanes.keep(count) == expected)
  }
}
