import IPFSIdentity
import Testing

@testable import IPFSUpstream

@Suite struct MultihashStateTests {
  /// Digests of "abc", made with Python's hashlib.
  @Test(
    arguments: [
      (MultihashFunction.sha2_256, "ba7816bf8f01cfea414140de5dae2223"),
      (.sha2_512, "ddaf35a193617abacc417349ae204131"),
      (.sha3_256, "3a985da74fe225b2045c172d6bd390bd"),
      (.sha3_512, "b751850b1a57168a5693cd924b6b096e"),
      (.blake2b_256, "bddd813c634239723171ef3fee98579b"),
      (.blake2b_512, "ba80a53f981c4d0d6a2797b69f12f6e9"),
    ])
  func `a digest is what the function says`(function: MultihashFunction, prefix: String) {
    guard var state = MultihashState(function) else {
      Issue.record("\(function) is not computed")
      return
    }
    for byte in "abc".utf8 {
      let piece = [byte]
      state.update(piece.span.bytes)
    }
    let digest = state.finalize()
    let hex = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(hex.hasPrefix(prefix) && function.digestByteCounts.contains(digest.count))
  }

  @Test func `functions that are not known are not computed`() {
    for code: UInt64 in [0x00, 0x1e, 0x11, 0xb201] {
      let isKnown = MultihashState(MultihashFunction(code: code)) != nil
      #expect(!isKnown)
    }
  }
}
