import Bytes
import Locks
import Testing

@testable import Metering

/// What a shard counts by country.
@Suite struct CountrySlotsTests {
  /// Knows the first byte of addresses, and how often it was asked.
  private final class Atlas: CountryLookup {
    private let asked = Mutex(0)

    var askedCount: Int { asked.withLock { $0 } }

    func country(of address: PeerAddress) -> CountryCode? {
      asked.withLock { $0 += 1 }
      switch address.low >> 24 & 255 {
      case 1: return CountryCode("CH")
      case 2: return CountryCode("NZ")
      default: return nil
      }
    }
  }

  private func address(_ first: UInt32, _ last: UInt32 = 1) -> PeerAddress {
    PeerAddress(ipv4: first << 24 | last, port: 80)
  }

  @Test func `each meter has its countries, and nobody the unknown ones`() {
    let slots = CountrySlots(Atlas())
    for _ in 0..<3 { slots.add(7, bytes: 10, from: address(1)) }
    slots.add(7, bytes: 5, from: address(2))
    slots.add(8, bytes: 1, from: address(2))
    slots.add(8, bytes: 1, from: address(9))
    let uses = slots.collect().mapValues { uses in
      uses.map { "\($0.country.text) \($0.requests) \($0.bytes)" }.sorted()
    }
    #expect(uses == [7: ["CH 3 30", "NZ 1 5"], 8: ["NZ 1 1"]])
    #expect(slots.collect().isEmpty)
  }

  @Test func `an address is looked up once while it keeps coming, also an unknown one`() {
    let atlas = Atlas()
    let slots = CountrySlots(atlas)
    for _ in 0..<100 {
      slots.add(1, bytes: 1, from: address(1))
      slots.add(1, bytes: 1, from: address(9))
    }
    #expect(atlas.askedCount == 2)
  }

  @Test func `more pairs than there are places are lost and said to be, never miscounted`() {
    let slots = CountrySlots(Atlas())
    let pairs = UInt32(CountrySlots.slotsMax * 2)
    for meter in 1...pairs { slots.add(meter, bytes: 1, from: address(1)) }
    let uses = slots.collect()
    #expect(slots.lostCount > 0)
    #expect(uses.count + slots.lostCount == Int(pairs))
    #expect(uses.values.allSatisfy { $0.count == 1 && $0[0].requests == 1 })
  }
}
