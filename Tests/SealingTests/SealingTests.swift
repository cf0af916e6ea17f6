import Sealing
import TestSupport
import Testing

@Suite struct SealingTests {
  private let key = SealingKey([UInt8](repeating: 7, count: 32))

  @Test(arguments: [0, 1, 15, 16, 17, 4096, 65_536])
  func `what was sealed opens again`(count: Int) {
    var random = SplitMix64.announced()
    let text = random.bytes(count)
    let sealed = key.seal(text, context: [1, 2, 3])
    #expect(sealed.count == count + 28)
    #expect(key.open(sealed, context: [1, 2, 3]) == text)
  }

  @Test func `a changed bit, another key and another context do not open`() {
    let text = Array("a token that is shown once".utf8)
    let sealed = key.seal(text, context: [1])
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 0x10
      #expect(key.open(changed, context: [1]) == nil)
    }
    #expect(key.open(sealed, context: [2]) == nil)
    #expect(SealingKey([UInt8](repeating: 8, count: 32)).open(sealed, context: [1]) == nil)
    #expect(key.open(Array(sealed.prefix(27)), context: [1]) == nil)
    #expect(key.open([], context: [1]) == nil)
  }

  @Test func `the same text is sealed differently each time`() {
    #expect(key.seal([1, 2, 3], context: []) != key.seal([1, 2, 3], context: []))
  }

  @Test func `keys are those of RFC 5869, test case 1`() {
    let secret = [UInt8](repeating: 0x0b, count: 22)
    let salt = [UInt8](0...12)
    let purpose = [UInt8](0xf0...0xf9)
    let key = KeyDerivation.key(from: secret, salt: salt, purpose: purpose)
    let expected: [UInt8] = [
      0x3c, 0xb2, 0x5f, 0x25, 0xfa, 0xac, 0xd5, 0x7a, 0x90, 0x43, 0x4f, 0x64, 0xd0, 0x36, 0x2f,
      0x2a, 0x2d, 0x2d, 0x0a, 0x90, 0xcf, 0x1a, 0x5a, 0x4c, 0x5d, 0xb0, 0x2d, 0x56, 0xec, 0xc4,
      0xc5, 0xbf,
    ]
    #expect(key == expected)
  }
}
