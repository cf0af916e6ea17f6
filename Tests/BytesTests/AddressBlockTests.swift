import Bytes
import Testing

@Suite("A block of addresses")
struct AddressBlockTests {
  @Test(
    "holds the addresses that have its prefix",
    arguments: [
      ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
      ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
      ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false),
      ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false),
      ("::/0", "2001:db8::1", true), ("::ffff:192.0.2.1", "::ffff:192.0.2.1", true),
      ("2001:db8:0:0:8000::/65", "2001:db8::8000:0:0:1", true),
      ("2001:db8:0:0:8000::/65", "2001:db8::7000:0:0:1", false),
    ])
  func holdsItsPrefix(block: String, address: String, isInside: Bool) throws {
    let block = try #require(AddressBlock(block))
    #expect(block.contains(try #require(PeerAddress(parsing: address))) == isInside)
  }

  @Test(
    "is refused when it is none",
    arguments: [
      "", "/", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4/33", "1.2.3.4/",
      "1.2.3.4/-1",
      "1.2.3.4/08", "1.2.3.4/24", "2001:db8::1/32", "2001:db8::/129", ":::", "1::2::3", "12345::",
      "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "fe80::1%eth0", "::1.2.3", "g::",
    ])
  func isRefused(text: String) { #expect(AddressBlock(text) == nil) }
}
