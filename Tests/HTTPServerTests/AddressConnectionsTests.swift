import Bytes
import TestSupport
import Testing

@testable import HTTPServer

@Suite("Connections of an address")
struct AddressConnectionsTests {
  private static func make(_ limit: Int = 3, connectionsMax: Int = 100) -> AddressConnections {
    AddressConnections(limit: limit, connectionsMax: connectionsMax, key: (1, 2))
  }

  private static func address(_ text: String) throws -> PeerAddress {
    try #require(PeerAddress(parsing: text))
  }

  @Test func `are as many as it may have, and one more when one has gone`() throws {
    let table = Self.make()
    let one = try Self.address("192.0.2.1")
    let other = try Self.address("192.0.2.2")
    for port in 0..<3 as Range<UInt16> {
      #expect(table.take(one.withPort(port), isExempt: false) == .taken)
    }
    #expect(table.take(one, isExempt: false) == .refused)
    #expect(table.take(other, isExempt: false) == .taken)
    table.give(one.withPort(7))
    #expect(table.take(one, isExempt: false) == .taken)
    #expect(table.take(one, isExempt: false) == .refused)
  }

  @Test func `are counted by networks of 64 bits, of IPv4 by address`() throws {
    let table = Self.make(1)
    #expect(table.take(try Self.address("2001:db8::1"), isExempt: false) == .taken)
    #expect(table.take(try Self.address("2001:db8::ffff:1"), isExempt: false) == .refused)
    #expect(table.take(try Self.address("2001:db8:0:1::1"), isExempt: false) == .taken)
    #expect(table.take(try Self.address("192.0.2.1"), isExempt: false) == .taken)
    #expect(table.take(try Self.address("192.0.2.2"), isExempt: false) == .taken)
    #expect(table.take(try Self.address("::ffff:192.0.2.2"), isExempt: false) == .refused)
  }

  @Test func `are counted and not limited where the address is exempt`() throws {
    let table = Self.make(1)
    let proxy = try Self.address("10.0.0.1")
    for _ in 0..<50 { #expect(table.take(proxy, isExempt: true) == .taken) }
    #expect(table.top(5) == [AddressCount(address: proxy, count: 50)])
    for _ in 0..<50 { table.give(proxy) }
    #expect(table.top(5) == [])
  }

  @Test func `are listed, the most first, no more than asked for`() throws {
    let table = Self.make(100)
    for last in 1...20 {
      for _ in 0..<last {
        _ = table.take(try Self.address("192.0.2.\(last)"), isExempt: false)
      }
    }
    _ = table.take(try Self.address("2001:db8:1:2:3:4:5:6"), isExempt: false)
    let top = table.top(3)
    #expect(top.map { "\($0.address)" } == ["192.0.2.20", "192.0.2.19", "192.0.2.18"])
    #expect(top.map(\.count) == [20, 19, 18])
    let network = try Self.address("2001:db8:1:2::")
    #expect(table.top(100).contains(AddressCount(address: network, count: 1)))
  }

  @Test func `go uncounted where the table is full, and nothing is mixed up`() throws {
    let table = Self.make(1, connectionsMax: 1)
    var outcomes: [(PeerAddress, AddressConnections.Outcome)] = []
    for last in 0..<200 {
      let address = try Self.address("192.0.2.\(last)")
      outcomes.append((address, table.take(address, isExempt: false)))
    }
    #expect(outcomes.filter { $0.1 == .taken }.count == 8)
    #expect(outcomes.filter { $0.1 == .uncounted }.count == 192)
    for (address, outcome) in outcomes where outcome == .taken { table.give(address) }
    #expect(table.top(10) == [])
  }

  @Test func `come out even whatever many threads do`() async throws {
    let table = Self.make(50)
    let addresses = try (0..<20).map { try Self.address("198.51.100.\($0)") }
    await withTaskGroup(of: Void.self) { group in
      for thread in 0..<4 {
        group.addTask {
          await BlockingThread.run { () throws(Never) in
            for turn in 0..<5000 {
              let address = addresses[(turn * 7 + thread) % addresses.count]
              if table.take(address, isExempt: false) == .taken { table.give(address) }
            }
          }
        }
      }
    }
    #expect(table.top(100) == [])
  }
}
