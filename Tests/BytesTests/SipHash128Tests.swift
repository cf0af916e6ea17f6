import Testing

import Bytes

/// The first vectors of the reference implementation: key 00…0f, message 00 01 02 ….
@Suite struct SipHash128Tests {
  @Test(arguments: [
    (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
    (2, "8177228da4a45dc7fca38bdef60affe4"),
  ])
  func `agrees with the reference`(count: Int, expected: String) {
    var hash = SipHash128(key0: 0x0706_0504_0302_0100, key1: 0x0f0e_0d0c_0b0a_0908)
    for byte in 0..<count { hash.append(UInt8(byte)) }
    let (first, second) = hash.finalize()
    var text = ""
    for word in [first, second] {
      for byte in 0..<8 {
        let value = UInt8(truncatingIfNeeded: word >> UInt64(byte * 8))
        text += (value < 16 ? "0" : "") + String(value, radix: 16)
      }
    }
    #expect(text == expected)
  }

  @Test func `a word is eight bytes`() {
    var words = SipHash128(key0: 1, key1: 2)
    var bytes = SipHash128(key0: 1, key1: 2)
    words.append(word: 0x0807_0605_0403_0201)
    words.append(9)
    for byte in 1...9 { bytes.append(UInt8(byte)) }
    #expect(words.finalize() == bytes.finalize())
  }
}
