import Bytes
import Capabilities
import TestSupport
import Testing

@testable import AddressScreening

/// What the lists say of an address.
@Suite struct AddressTableTests {
  private func rule(_ list: AddressList, _ block: String, until end: Int64? = nil) -> AddressRule {
    AddressRule(
      id: "", list: list, block: AddressBlock(block)!, reason: "", createdAt: 0, createdBy: "",
      expiresAt: end)
  }

  private func address(_ text: String) -> PeerAddress { PeerAddress(parsing: text)! }

  @Test func `the longest prefix decides, whichever list it is in`() {
    let table = AddressTable(
      [
        rule(.deny, "10.0.0.0/8"), rule(.allow, "10.1.0.0/16"), rule(.deny, "10.1.2.3"),
        rule(.deny, "2001:db8::/32"), rule(.allow, "2001:db8:1::/48"),
      ], at: 0)
    let expected: [(String, AddressVerdict)] = [
      ("9.255.255.255", .unlisted), ("10.0.0.0", .denied), ("10.0.255.255", .denied),
      ("10.1.0.0", .allowed), ("10.1.2.2", .allowed), ("10.1.2.3", .denied),
      ("10.1.2.4", .allowed), ("10.1.255.255", .allowed), ("10.2.0.0", .denied),
      ("10.255.255.255", .denied), ("11.0.0.0", .unlisted), ("255.255.255.255", .unlisted),
      ("2001:db7:ffff::", .unlisted), ("2001:db8::", .denied), ("2001:db8:1::5", .allowed),
      ("2001:db8:2::", .denied), ("2001:db9::", .unlisted), ("::1", .unlisted),
    ]
    for (text, verdict) in expected {
      #expect(table.verdict(of: address(text)) == verdict, "\(text)")
    }
  }

  @Test func `an IPv4 address is the same in whichever family it came`() {
    let table = AddressTable([rule(.deny, "192.0.2.0/24")], at: 0)
    #expect(table.verdict(of: address("::ffff:192.0.2.9")) == .denied)
  }

  @Test func `of a block in both lists the denial holds`() {
    for rules in [
      [rule(.allow, "192.0.2.0/24"), rule(.deny, "192.0.2.0/24")],
      [rule(.deny, "192.0.2.0/24"), rule(.allow, "192.0.2.0/24")],
    ] {
      #expect(AddressTable(rules, at: 0).verdict(of: address("192.0.2.1")) == .denied)
    }
  }

  @Test func `the whole of a family can be listed, and its ends belong to it`() {
    let table = AddressTable(
      [rule(.deny, "0.0.0.0/0"), rule(.allow, "255.255.255.255"), rule(.deny, "::/0")], at: 0)
    #expect(table.verdict(of: address("0.0.0.0")) == .denied)
    #expect(table.verdict(of: address("255.255.255.254")) == .denied)
    #expect(table.verdict(of: address("255.255.255.255")) == .allowed)
    #expect(table.verdict(of: address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")) == .denied)
    #expect(table.verdict(of: address("::")) == .denied)
  }

  @Test func `a rule whose time is over is left out`() {
    let rules = [rule(.deny, "192.0.2.1", until: 100)]
    #expect(AddressTable(rules, at: 99).verdict(of: address("192.0.2.1")) == .denied)
    #expect(AddressTable(rules, at: 100).isEmpty)
  }

  @Test func `the table says what a look at every rule says`() {
    var random = SplitMix64.announced()
    for _ in 0..<30 {
      // Few bits, so that blocks lie in one another and touch.
      let rules = (0..<40).map { _ -> AddressRule in
        let length = Int.random(in: 24...32, using: &random)
        let bits = UInt32.random(in: 0...255, using: &random) & ~UInt32((1 << (32 - length)) - 1)
        return rule(
          Bool.random(using: &random) ? .allow : .deny, "198.51.100.\(bits)/\(length)")
      }
      let table = AddressTable(rules, at: 0)
      for last in 0...255 {
        let peer = address("198.51.100.\(last)")
        let holding = rules.filter { $0.block.contains(peer) }
        let longest = holding.map(\.block.prefixLength).max()
        let deciding = holding.filter { $0.block.prefixLength == longest }
        let expected: AddressVerdict =
          deciding.isEmpty
          ? .unlisted : deciding.contains { $0.list == .deny } ? .denied : .allowed
        #expect(table.verdict(of: peer) == expected, "\(peer)")
      }
    }
  }

  @Test(arguments: [(10, 5), (1000, 11), (10_000, 15), (50_000, 17)])
  func `a look-up takes few steps, however long the lists are`(count: Int, stepsMax: Int) {
    var random = SplitMix64(seed: 7)
    var rules: [AddressRule] = []
    for index in 0..<count {
      let bits = UInt32(index) &* 85_000
      let ipv4 = PeerAddress(ipv4: bits & ~255, port: 0)
      rules.append(rule(index % 3 == 0 ? .allow : .deny, "\(ipv4)/24"))
      rules.append(
        rule(
          .deny, "2001:db8:\(String(index >> 8, radix: 16)):\(String(index & 255, radix: 16))::/64")
      )
    }
    let table = AddressTable(rules, at: 0)
    for _ in 0..<500 {
      let ipv4 = PeerAddress(ipv4: .random(in: 0 ... .max, using: &random), port: 0)
      let ipv6 = PeerAddress(
        high: 0x2001_0db8_0000_0000 | .random(in: 0...0xffff_ffff, using: &random), low: 1, port: 0)
      for peer in [ipv4, ipv6] {
        let steps = table.find(peer).steps
        #expect(steps <= stepsMax, "\(peer) took \(steps)")
      }
    }
  }
}
