import TestSupport
import Testing

@testable import WalrusIdentity

@Suite struct BLAKE2bStreamTests {
  private func digest(_ bytes: [UInt8], pieces: [Int] = []) -> Bytes32 {
    var state = BLAKE2bStream()
    var offset = 0
    for count in pieces + [bytes.count] {
      let end = min(offset + count, bytes.count)
      let piece = Array(bytes[offset..<end])
      state.update(piece.span.bytes)
      offset = end
    }
    return state.finalize()
  }

  /// Made with Python's hashlib, `blake2b(…, digest_size=32)`.
  @Test(
    arguments: [
      ("", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
      ("abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
    ])
  func `short messages have the known digests`(text: String, expected: String) {
    let bytes = Array(text.utf8)
    let hex = digest(bytes).hexadecimal
    #expect(hex == expected)
  }

  @Test func `however the bytes come, the digest is the same`() {
    var random = SplitMix64.announced()
    for count in Array(0...3) + [127, 128, 129, 255, 256, 257, 384, 1000, 5000] {
      let bytes = random.bytes(count + 1)
      let rest = Array(bytes.dropFirst())
      let whole = BLAKE2b.digest(prefix: bytes[0], rest.span.bytes)
      for _ in 0..<20 {
        let pieces = (0..<10).map { _ in Int(random.next() % 300) }
        #expect(digest(bytes, pieces: pieces) == whole, "\(count) in \(pieces)")
      }
    }
  }
}

extension Bytes32 {
  fileprivate var hexadecimal: String {
    let bytes = [UInt8](capacity: 32) { write(into: &$0) }
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
