internal import Bytes

/// The numbers of one shard by meter and country, and the countries of addresses that were looked
/// up lately. Everything has its place before the first request: counting allocates nothing.
final class CountrySlots {
  private struct Slot {
    /// The meter's number and the country; 0 is a free place.
    var key: UInt64 = 0
    var requests: Int64 = 0
    var bytes: Int64 = 0
  }

  private struct Recent {
    var high: UInt64 = 0
    var low: UInt64 = 0
    /// 0 before it was looked up, `unknown` when nothing is known.
    var country: UInt16 = 0
  }

  /// Pairs of meter and country that are counted between two collections; a power of two.
  static let slotsMax = 8192
  /// Addresses whose country is remembered; a power of two.
  static let recentMax = 1024
  private static let unknown: UInt16 = 1
  /// Places that are looked at for a pair.
  private static let probesMax = 16

  private let lookup: any CountryLookup
  private var slots = [Slot](repeating: Slot(), count: slotsMax)
  private var recent = [Recent](repeating: Recent(), count: recentMax)
  private var used: [Int32] = []
  /// Requests that found no place.
  private(set) var lostCount = 0

  /// Nothing counted.
  init(_ lookup: any CountryLookup) {
    self.lookup = lookup
    used.reserveCapacity(Self.slotsMax)
  }

  /// Counts a request, if it is known where it comes from.
  func add(_ meter: UInt32, bytes: Int64, from peer: PeerAddress) {
    let country = word(of: peer)
    guard country != Self.unknown else { return }
    let key = UInt64(meter) << 16 | UInt64(country)
    let start = Int(truncatingIfNeeded: Self.mixed(key) >> 40)
    for probe in 0..<Self.probesMax {
      let index = (start &+ probe) & (Self.slotsMax - 1)
      if slots[index].key == 0 {
        slots[index].key = key
        used.append(Int32(index))
      }
      guard slots[index].key == key else { continue }
      slots[index].requests &+= 1
      slots[index].bytes &+= bytes
      return
    }
    lostCount += 1
  }

  /// Takes out what was counted, by meter.
  func collect() -> [UInt32: [CountryUse]] {
    var uses: [UInt32: [CountryUse]] = [:]
    for index in used {
      let slot = slots[Int(index)]
      uses[UInt32(truncatingIfNeeded: slot.key >> 16), default: []].append(
        CountryUse(
          country: CountryCode(word: UInt16(truncatingIfNeeded: slot.key)),
          requests: slot.requests, bytes: slot.bytes))
      slots[Int(index)] = Slot()
    }
    used.removeAll(keepingCapacity: true)
    return uses
  }

  private func word(of peer: PeerAddress) -> UInt16 {
    let index =
      Int(truncatingIfNeeded: Self.mixed(peer.high ^ peer.low) >> 40) & (Self.recentMax - 1)
    let known = recent[index]
    if known.country != 0, known.high == peer.high, known.low == peer.low { return known.country }
    let country = lookup.country(of: peer)?.word ?? Self.unknown
    recent[index] = Recent(high: peer.high, low: peer.low, country: country)
    return country
  }

  /// Spreads near values; the finaliser of MurmurHash3.
  private static func mixed(_ value: UInt64) -> UInt64 {
    let first = (value ^ value >> 33) &* 0xff51_afd7_ed55_8ccd
    return (first ^ first >> 33) &* 0xc4ce_b9fe_1a85_ec53
  }
}
