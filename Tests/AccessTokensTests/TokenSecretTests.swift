import TestSupport
import Testing

@testable import AccessTokens

@Suite struct TokenSecretTests {
  @Test(arguments: [
    ("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ", "0mLq17"), ("000000000000000000000000000000", "2C8GjS"),
    ("abcdefghijklmnopqrstuvwxyz0123", "2LolCm"),
  ])
  func `the check is the CRC-32 of the random part in base62`(random: String, check: String) {
    #expect(TokenSecret.check(of: random) == check)
    #expect(TokenSecret("wcdn_\(random)\(check)")?.text == "wcdn_\(random)\(check)")
  }

  @Test func `the CRC-32 is that of IEEE 802.3`() {
    #expect(CRC32.of("123456789".utf8) == 0xcbf4_3926)
    #expect(CRC32.of([]) == 0)
  }

  @Test func `a new token is well formed, and each is another`() {
    let tokens = (0..<1000).map { _ in TokenSecret() }
    #expect(tokens.allSatisfy { TokenSecret($0.text) == $0 })
    #expect(tokens.allSatisfy { $0.text.utf8.count == 41 && $0.text.hasPrefix("wcdn_") })
    #expect(Set(tokens.map(\.text)).count == 1000)
    #expect(Set(tokens.map(\.hash)).count == 1000)
  }

  @Test func `one changed character anywhere is noticed`() {
    var random = SplitMix64.announced()
    let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    for _ in 0..<2000 {
      var text = Array(TokenSecret().text)
      let place = Int.random(in: 5..<41, using: &random)
      let letter = letters.filter { $0 != text[place] }.randomElement(using: &random)!
      text[place] = letter
      // A CRC of 32 bits notices every burst of up to 32 bits.
      #expect(TokenSecret(String(text)) == nil)
    }
  }

  @Test(arguments: [
    "", "wcdn_", "wcdn_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq1",
    "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",
    "wcdn_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq171", "WCDN_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
    "wcdn_zQWBuTSOoRi4A9spHcVY5ncnsDkxk-0mLq17", " wcdn_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
    "wcdn_zQWBuTSOoRi4A9spHcVY5ncnsDkxéJ0mLq17",
  ])
  func `anything else is no token`(text: String) {
    #expect(TokenSecret(text) == nil)
  }
}
