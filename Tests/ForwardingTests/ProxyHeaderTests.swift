import Bytes
import Testing

@testable import Forwarding

@Suite("A PROXY header")
struct ProxyHeaderTests {
  private static func parse(_ bytes: [UInt8]) -> ProxyHeader.Outcome {
    ProxyHeader.parse(bytes.span)
  }

  @Test(
    "of version 1 names the client",
    arguments: [
      ("TCP4 192.0.2.1 198.51.100.2 56324 443", "192.0.2.1", 56324),
      ("TCP4 255.255.255.255 255.255.255.255 65535 65535", "255.255.255.255", 65535),
      ("TCP6 2001:db8::7 ::1 1 0", "2001:db8::7", 1),
      (
        "TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff "
          + "65535 65535", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 65535
      ),
    ] as [(String, String, UInt16)])
  func namesTheClient(line: String, address: String, port: UInt16) throws {
    let bytes = Array("PROXY \(line)\r\nGET / HTTP/1.1\r\n".utf8)
    let client = try #require(PeerAddress(parsing: address)).withPort(port)
    let count = "PROXY \(line)\r\n".utf8.count
    #expect(Self.parse(bytes) == .complete(ProxyHeader(byteCount: count, client: client)))
  }

  @Test(
    "of version 1 that knows no client is that of the proxy",
    arguments: ["UNKNOWN", "UNKNOWN ffff::1 ffff::2 1 2", "UNKNOWN any thing at all"])
  func isOfTheProxy(line: String) {
    let bytes = Array("PROXY \(line)\r\nrest".utf8)
    #expect(Self.parse(bytes) == .complete(ProxyHeader(byteCount: bytes.count - 4, client: nil)))
  }

  @Test(
    "of version 1 that is not of the form is refused",
    arguments: [
      "GET / HTTP/1.1\r\n", "PROXY\r\n", "PROXY \r\n", "proxy TCP4 1.1.1.1 1.1.1.1 1 1\r\n",
      "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\n", "PROXY TCP4  1.1.1.1 1.1.1.1 1 1\r\n",
      "PROXY TCP4 1.1.1.1 1.1.1.1 1\r\n", "PROXY TCP4 1.1.1.1 1.1.1.1 1 65536\r\n",
      "PROXY TCP4 1.1.1.1 1.1.1.1 01 1\r\n", "PROXY TCP4 1.1.1.1 1.1.1.1 1 1 \r\n",
      "PROXY TCP4 1.1.1.1 1.1.1.1 -1 1\r\n", "PROXY TCP4 ::1 ::1 1 1\r\n",
      "PROXY TCP6 1.1.1.1 1.1.1.1 1 1\r\n", "PROXY TCP6 ::1 ::g 1 1\r\n",
      "PROXY UDP4 1.1.1.1 1.1.1.1 1 1\r\n", "PROXY UNKNOWNS\r\n",
      "PROXY TCP4 1.1.1.1 1.1.1.1  1\r\n",
      "PROXY UNKNOWN " + String(repeating: "x", count: 107),
    ])
  func isRefused(text: String) { #expect(Self.parse(Array(text.utf8)) == .malformed) }

  static let signature: [UInt8] = [
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
  ]

  static func binary(_ command: UInt8, _ family: UInt8, _ rest: [UInt8], count: Int? = nil)
    -> [UInt8]
  {
    let count = count ?? rest.count
    return signature + [command, family, UInt8(count >> 8), UInt8(count & 255)] + rest
  }

  static let four: [UInt8] = [192, 0, 2, 1, 198, 51, 100, 2, 0xDC, 0x04, 0x01, 0xBB]

  @Test func `of version 2 names the client whatever follows the addresses`() throws {
    let client = try #require(PeerAddress(parsing: "192.0.2.1")).withPort(56324)
    for extra in [[], [0x03, 0, 4, 1, 2, 3, 4], [UInt8](repeating: 4, count: 4084)] {
      let header = Self.binary(0x21, 0x11, Self.four + extra)
      #expect(
        Self.parse(header + [1, 2, 3])
          == .complete(ProxyHeader(byteCount: header.count, client: client)))
    }
    let six: [UInt8] =
      [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [7]
      + [UInt8](repeating: 0, count: 16) + [0, 80, 1, 187]
    let header = Self.binary(0x21, 0x21, six)
    let other = try #require(PeerAddress(parsing: "2001:db8::7")).withPort(80)
    #expect(Self.parse(header) == .complete(ProxyHeader(byteCount: header.count, client: other)))
  }

  @Test(
    "of version 2 without an address is that of the proxy",
    arguments: [
      binary(0x20, 0x00, []), binary(0x20, 0x11, four), binary(0x20, 0xFF, [1, 2, 3]),
      binary(0x21, 0x00, []), binary(0x21, 0x31, [UInt8](repeating: 1, count: 216)),
    ])
  func hasNoAddress(header: [UInt8]) {
    #expect(Self.parse(header) == .complete(ProxyHeader(byteCount: header.count, client: nil)))
  }

  @Test(
    "of version 2 that is not of the form is refused",
    arguments: [
      binary(0x11, 0x11, four), binary(0x22, 0x11, four), binary(0x21, 0x12, four),
      binary(0x21, 0x41, four), binary(0x21, 0x11, Array(four.dropLast())),
      binary(0x21, 0x21, four), binary(0x21, 0x11, four, count: 4097),
      [0x0D, 0x0A, 0x0D, 0x0A, 0x01],
    ])
  func isNotOfTheForm(header: [UInt8]) { #expect(Self.parse(header) == .malformed) }

  @Test func `that comes byte by byte is complete with its last byte`() {
    let headers = [
      Array("PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n".utf8),
      Array("PROXY UNKNOWN\r\n".utf8),
      Self.binary(0x21, 0x11, Self.four + [0x04, 0, 1, 0]), Self.binary(0x20, 0x00, []),
    ]
    for header in headers {
      for count in 0..<header.count {
        #expect(Self.parse(Array(header.prefix(count))) == .incomplete)
      }
      #expect(Self.parse(header) != .incomplete)
    }
  }
}
