import Bytes
import Capabilities
import DomainTesting
import Settings
import TestSupport
import Testing

@testable import AddressScreening

/// Lists, bans and conduct together, without a database.
@Suite struct AddressRulesTests {
  private let time = HandMovedTime()
  private let peer = PeerAddress(parsing: "192.0.2.1")!

  private func rules(
    exempt: [AddressBlock] = [], _ adjust: (inout AddressScreeningSettings) -> Void = { _ in }
  ) -> AddressRules {
    var settings = RulesUnderTest.settings()
    adjust(&settings)
    return AddressRules(
      settings, exempt: exempt, counts: SecurityCounts(), now: { [time] in time.now })
  }

  private func attack(_ rules: AddressRules, from peer: PeerAddress) {
    for _ in 0..<60 { rules.note(.refused, of: peer, at: time.now) }
  }

  @Test func `without rules and bans nobody is refused`() {
    let rules = rules()
    #expect(rules.refusal(of: peer, at: time.now) == nil)
    #expect(!rules.refuses(peer))
  }

  @Test func `who is refused more often than may be is shut out for five minutes`() {
    let rules = rules()
    for _ in 0..<50 { rules.note(.refused, of: peer, at: time.now) }
    #expect(!rules.refuses(peer))
    rules.note(.refused, of: peer, at: time.now)
    #expect(rules.refusal(of: peer, at: time.now) == .banned(until: time.now + 300))
    #expect(rules.refuses(peer))
    #expect(!rules.refuses(PeerAddress(parsing: "192.0.2.2")!))
    #expect(rules.counts.count(.addressBanned) == 1)
    #expect(rules.activeBanCount == 1)
    time.advance(299)
    #expect(rules.refuses(peer))
    time.advance(1)
    #expect(!rules.refuses(peer))
  }

  @Test func `a neighbour in the same network of IPv6 is shut out too`() {
    let rules = rules()
    attack(rules, from: PeerAddress(parsing: "2001:db8::1")!)
    #expect(rules.refuses(PeerAddress(parsing: "2001:db8::ffff")!))
    #expect(!rules.refuses(PeerAddress(parsing: "2001:db8:0:1::1")!))
  }

  @Test func `who is in the allow list is never banned, and a ban of before does not hold`() {
    let rules = rules { $0.allow = [AddressBlock("192.0.2.0/24")!] }
    attack(rules, from: peer)
    #expect(rules.activeBanCount == 0)
    rules.impose(
      AddressBan(
        key: AddressKey(peer), reason: .administrator, bannedAt: 0, until: time.now + 100, level: 1,
        note: ""), at: time.now)
    #expect(!rules.refuses(peer))
  }

  @Test func `trusted proxies and, where it says so, this machine are exempt`() {
    let rules = rules(exempt: [AddressBlock("203.0.113.7")!]) { $0.exemptsLoopback = true }
    for text in ["203.0.113.7", "127.0.0.1", "127.9.9.9", "::1"] {
      attack(rules, from: PeerAddress(parsing: text)!)
    }
    #expect(rules.activeBanCount == 0)
    attack(self.rules(), from: PeerAddress(parsing: "::1")!)
  }

  @Test func `allow_only lets nobody else in`() {
    let rules = rules {
      $0.allowsOnlyListed = true
      $0.allow = [AddressBlock("198.51.100.0/24")!]
    }
    #expect(rules.refusal(of: peer, at: time.now) == .unlisted)
    #expect(rules.refusal(of: PeerAddress(parsing: "198.51.100.3")!, at: time.now) == nil)
  }

  @Test func `new settings hold at once and touch no ban`() async throws {
    let rules = rules { $0.deny = [AddressBlock("192.0.2.1")!] }
    attack(rules, from: PeerAddress(parsing: "192.0.2.9")!)
    #expect(rules.refusal(of: peer, at: time.now) == .denied)
    var settings = RulesUnderTest.settings()
    settings.deny = [AddressBlock("192.0.2.2")!]
    await AddressReconfiguration(rules).reconfigure(settings)
    #expect(!rules.refuses(peer))
    #expect(rules.refuses(PeerAddress(parsing: "192.0.2.2")!))
    #expect(rules.refuses(PeerAddress(parsing: "192.0.2.9")!))
  }

  @Test func `the table of bans grows with them, and a ban in it ends in time`() {
    let rules = rules()
    let peers = (0..<3000).map { PeerAddress(ipv4: 0xc612_0000 + UInt32($0), port: 0) }
    for (index, peer) in peers.enumerated() {
      rules.impose(
        AddressBan(
          key: AddressKey(peer), reason: .refusals, bannedAt: time.now,
          until: time.now + (index % 2 == 0 ? 100 : 1000), level: 1, note: ""), at: time.now)
    }
    #expect(peers.allSatisfy { rules.refuses($0) })
    #expect(!rules.refuses(PeerAddress(ipv4: 0xc612_0000 + 3000, port: 0)))
    time.advance(100)
    #expect(peers.enumerated().allSatisfy { rules.refuses($1) == ($0 % 2 == 1) })
    for peer in peers { rules.lift(AddressKey(peer)) }
    #expect(!peers.contains { rules.refuses($0) })
    rules.tick(at: time.now)
    #expect(rules.activeBanCount == 0)
    #expect(!rules.takeRetired().isEmpty)
  }

  @Test func `looking while others ban and edit never sees a wrong answer`() async {
    let rules = rules { $0.deny = [AddressBlock("198.51.100.0/24")!] }
    let (denied, good) = (PeerAddress(parsing: "198.51.100.1")!, PeerAddress(parsing: "9.9.9.9")!)
    let now = time.now
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<3 {
        group.addTask {
          await BlockingThread.run { () throws(Never) in
            (0..<20_000).allSatisfy { _ in
              rules.refusal(of: denied, at: now) == .denied
                && rules.refusal(of: good, at: now) == nil
            }
          }
        }
      }
      group.addTask {
        await BlockingThread.run { () throws(Never) in
          var settings = RulesUnderTest.settings()
          settings.deny = [AddressBlock("198.51.100.0/24")!]
          for number in 0..<2000 {
            rules.impose(
              AddressBan(
                key: AddressKey(word: 0xffff_0a00_0000 + UInt64(number)), reason: .refusals,
                bannedAt: now, until: now + 60, level: 1, note: ""), at: now)
            if number % 20 == 0 { rules.reconfigure(settings) }
          }
        }
        return true
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
