import Bytes
import TestSupport
import Testing

@Suite("An address")
struct PeerAddressTests {
  @Test(
    "is read in every spelling of RFC 4291",
    arguments: [
      ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("::", "0:0:0:0:0:0:0:0"),
      ("::1", "0:0:0:0:0:0:0:1"), ("1::", "1:0:0:0:0:0:0:0"),
      ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
      ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("2001:DB8::a:0:1", "2001:db8:0:0:0:a:0:1"),
      ("::ffff:192.0.2.1", "192.0.2.1"), ("64:ff9b::192.0.2.33", "64:ff9b:0:0:0:0:c000:221"),
      ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"),
    ])
  func isRead(text: String, printed: String) {
    #expect(PeerAddress(parsing: text)?.description == printed)
  }

  @Test(
    "is nil of a text that is none",
    arguments: [
      "", ".", ":", ":::", "1.2.3", "1.2.3.4.", ".1.2.3.4", "1..2.3", "1.2.3.04", "1.2.3.256",
      "1.2.3.4.5", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", ":1::",
      "1:", "1:2:3:4:5:6:7:", "::1:", "12345::", "g::", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3",
      "1.2.3.4::", "::1.2.3.4:1", "fe80::1%eth0", " ::1", "::1 ", "\u{0661}.2.3.4",
    ])
  func isNil(text: String) { #expect(PeerAddress(parsing: text) == nil) }

  @Test func `is read as it is printed`() {
    var random = SplitMix64.announced()
    for _ in 0..<1000 {
      let high = UInt64.random(in: 0...UInt64.max, using: &random)
      let address = PeerAddress(
        high: Bool.random(using: &random) ? high : 0,
        low: UInt64.random(in: 0...UInt64.max, using: &random) >> 16, port: 0)
      #expect(PeerAddress(parsing: address.description) == address)
    }
  }
}
