import Digests
import Testing

@Suite struct DigestTests {
  // The digests of "abc" in FIPS 180-4, FIPS 202 and RFC 7693.
  @Test(arguments: [
    (DigestAlgorithm.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (DigestAlgorithm.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      .sha512,
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    ),
    (
      .blake2b512,
      "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
    ),
    (.sha3_256, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
    (
      .sha3_512,
      "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e"
        + "10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0"
    ),
  ])
  func `the digest of abc is the published one`(algorithm: DigestAlgorithm, expected: String) {
    let text = Array("abc".utf8)
    #expect(hex(DigestState.digest(algorithm, of: text.span.bytes)) == expected)
  }

  @Test(arguments: DigestAlgorithm.allCases)
  func `bytes that come in pieces have the digest of the whole`(algorithm: DigestAlgorithm) {
    let whole = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var state = DigestState(algorithm)
    for start in stride(from: 0, to: 1000, by: 77) {
      let piece = Array(whole[start..<min(start + 77, 1000)])
      state.update(piece.span.bytes)
    }
    let digest = state.finalize()
    #expect(digest == DigestState.digest(algorithm, of: whole.span.bytes))
    #expect(digest.count == algorithm.byteCount)
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
