import Bytes
import Forwarding
import Testing

@Suite("The hops of a request")
struct ForwardedHopsTests {
  static let proxies = AddressBlocks(
    ["10.0.0.0/8", "2001:db8:ffff::/48"].compactMap { AddressBlock($0) })

  enum Reading: Equatable {
    case refused
    case client(String?)
  }

  static func read(_ lines: [String], isForwarded: Bool) -> Reading {
    var hops = ForwardedHops(proxies: proxies)
    for line in lines {
      let bytes = Array(line.utf8)
      let isRead =
        isForwarded ? hops.readForwarded(bytes.span) : hops.readForwardedFor(bytes.span)
      guard isRead else { return .refused }
    }
    return .client(hops.address.map { $0.port == 0 ? "\($0)" : "\($0) \($0.port)" })
  }

  @Test(
    "in X-Forwarded-For lead to the last that is no proxy of ours",
    arguments: [
      (["192.0.2.1"], "192.0.2.1"), (["192.0.2.1, 192.0.2.2"], "192.0.2.2"),
      (["192.0.2.1,192.0.2.2,10.1.2.3"], "192.0.2.2"), (["192.0.2.1", "10.0.0.1"], "192.0.2.1"),
      (["10.0.0.1, 10.0.0.2"], "10.0.0.1"), (["192.0.2.1:4711"], "192.0.2.1 4711"),
      (["2001:db8::1"], "2001:db8:0:0:0:0:0:1"), (["[2001:db8::1]"], "2001:db8:0:0:0:0:0:1"),
      (["[2001:db8::1]:80"], "2001:db8:0:0:0:0:0:1 80"),
      (["192.0.2.1, 2001:db8:ffff::5"], "192.0.2.1"), ([" \t192.0.2.1\t , ,"], "192.0.2.1"),
      (["unknown"], nil), (["192.0.2.1, unknown"], nil),
      (["192.0.2.1, unknown, 10.0.0.1"], "10.0.0.1"),
      (["unknown, 192.0.2.1"], "192.0.2.1"), (["1.2.3.4.5"], nil), (["192.0.2.1:"], nil),
      (["192.0.2.1:99999"], nil), ([""], nil), ([","], nil), (["[192.0.2.1]"], nil),
      (["::ffff:192.0.2.1"], "192.0.2.1"), (["::ffff:10.0.0.1, 10.0.0.1"], "10.0.0.1"),
      (["fe80::1%eth0"], nil), (["\"192.0.2.1\""], nil),
    ] as [([String], String?)])
  func xForwardedFor(lines: [String], client: String?) {
    #expect(Self.read(lines, isForwarded: false) == .client(client))
  }

  @Test(
    "in Forwarded lead to the last that is no proxy of ours",
    arguments: [
      (["for=192.0.2.43"], "192.0.2.43"), (["For=192.0.2.43;proto=http;by=10.0.0.1"], "192.0.2.43"),
      (["for=\"[2001:db8:cafe::17]:4711\""], "2001:db8:cafe:0:0:0:0:17 4711"),
      (["for=192.0.2.43, for=198.51.100.17"], "198.51.100.17"),
      (["for=192.0.2.43, for=198.51.100.17;by=10.0.0.1,for=10.0.0.9"], "198.51.100.17"),
      (["for=192.0.2.43", "for=10.0.0.9"], "192.0.2.43"),
      (["for=192.0.2.43;x=\",for=1.2.3.4\""], "192.0.2.43"),
      (["for=\"192.0\\.2.43\""], "192.0.2.43"), (["for=\"192.0.2.43:80\""], "192.0.2.43 80"),
      (["for=192.0.2.43:80"], "192.0.2.43 80"), (["for=[2001:db8::1]"], "2001:db8:0:0:0:0:0:1"),
      (["for=\"192.0.2.43:_obscure\""], "192.0.2.43"), (["for=unknown"], nil),
      (["for=_gazonk"], nil),
      (["for=192.0.2.1, for=_hidden"], nil), (["for=_hidden, for=10.0.0.1"], "10.0.0.1"),
      (["proto=https"], nil), (["by=192.0.2.1"], nil), ([""], nil), ([" , ,"], nil),
      (["for=192.0.2.43 ; proto=http , for=10.0.0.1"], "192.0.2.43"),
      (["for=\"" + String(repeating: "1", count: 65) + "\""], nil),
    ] as [([String], String?)])
  func forwarded(lines: [String], client: String?) {
    #expect(Self.read(lines, isForwarded: true) == .client(client))
  }

  @Test(
    "in Forwarded are refused when the line is not of the form",
    arguments: [
      "for", "for=", "=192.0.2.1", "for=192.0.2.1 proto=http", "for =192.0.2.1", "for= 192.0.2.1",
      "for=\"192.0.2.1", "for=\"192.0.2.1\\", "for=192.0.2.1;for=192.0.2.2", "for=\"a\"b",
      "for=192.0.2.1;x=\", for=198.51.100.1", "for=1.1.1.1;x=\", for=\"[2001:db8::1]\"", "a b",
      "192.0.2.1",
    ])
  func malformed(line: String) { #expect(Self.read([line], isForwarded: true) == .refused) }

  @Test func `are refused when they are too many`() {
    let many = Array(repeating: "10.0.0.1", count: ForwardedHops.countMax)
    let list = many.joined(separator: ",")
    #expect(Self.read([list], isForwarded: false) == .client("10.0.0.1"))
    #expect(Self.read([list, "10.0.0.1"], isForwarded: false) == .refused)
    let pairs = many.map { "for=\($0)" }.joined(separator: ",")
    #expect(Self.read([pairs], isForwarded: true) == .client("10.0.0.1"))
    #expect(Self.read([pairs, "for=10.0.0.1"], isForwarded: true) == .refused)
  }

  @Test func `are looked for in no more blocks than a list may have`() throws {
    let blocks = try (0...AddressBlocks.countMax).map {
      try #require(AddressBlock("192.0.2.\($0)"))
    }
    let proxies = AddressBlocks(blocks)
    #expect(proxies.contains(blocks[0].first))
    #expect(!proxies.contains(blocks[AddressBlocks.countMax].first))
  }
}
