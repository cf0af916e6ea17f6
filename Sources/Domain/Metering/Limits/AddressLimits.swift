package import Bytes
internal import Glibc
internal import Synchronization

/// The limits of callers who have proven nothing, by address: a bounded table that all cores share.
///
/// A place is one word: which address it is of, as 24 bits of a keyed hash, and the theoretical
/// arrival time of its next request, so that one compare-and-swap finds and takes. With the choice of
/// the row the hash has some 36 bits; that two addresses share a place by chance costs them a share
/// of one limit, and nobody can search for it without the key. Where a row is full, the address goes
/// that has used least of its limit. IPv6 is counted by networks of 64 bits.
///
/// `@safe`: the memory is made and freed with the instance, and rows lie inside it.
@safe
package final class AddressLimits: Sendable {
  /// Places of a row, which are looked at together.
  private static let rowCount = 8
  /// Nanoseconds of one unit of an arrival time: forty bits of them are two years of running.
  private static let unit: Int64 = 65_536
  private static let arrivalMask: UInt64 = (1 << 40) - 1

  /// Requests in a minute.
  package var limit: Int64 { limitNow.load(ordering: .relaxed) }
  private let limitNow: Atomic<Int64>
  private let exemptsLoopback: Bool
  private let rowsMask: Int
  // Sendable all the same: what is there is atomic, and the address never changes.
  private nonisolated(unsafe) let places: UnsafeMutablePointer<Atomic<UInt64>>
  private let placeCount: Int
  private let key: (UInt64, UInt64)
  private let start: Int64

  /// A table.
  ///
  /// - Parameters:
  ///   - addressesMax: places, rounded up to a power of two.
  ///   - start: nanoseconds of the monotonic clock now.
  package init(
    limit: Int64, addressesMax: Int, exemptsLoopback: Bool, key: (UInt64, UInt64), start: Int64
  ) {
    var rows = 1
    while rows * Self.rowCount < addressesMax { rows *= 2 }
    limitNow = Atomic(limit)
    self.exemptsLoopback = exemptsLoopback
    self.key = key
    self.start = start
    rowsMask = rows - 1
    placeCount = rows * Self.rowCount
    // Zeros are free places, and pages of zeros are no memory before somebody comes: the table of an
    // idle edge costs nothing.
    guard let memory = unsafe calloc(placeCount, MemoryLayout<Atomic<UInt64>>.stride) else {
      preconditionFailure("no memory for the limits of addresses")
    }
    unsafe places = unsafe memory.bindMemory(to: Atomic<UInt64>.self, capacity: placeCount)
  }

  deinit { unsafe free(places) }

  /// Puts another limit into force; what is used counts against it.
  package func adjust(to limit: Int64) { limitNow.store(limit, ordering: .relaxed) }

  /// Takes one request from the limit of an address; false when it is reached.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  package func take(_ address: PeerAddress, at now: Int64) -> Bool {
    if exemptsLoopback, Self.isLoopback(address) { return true }
    let (row, tag) = place(of: address)
    let time = units(now)
    let limit = limit
    let interval = Self.interval(limit)
    let tolerance = interval * limit
    while true {
      let (index, seen) = find(row, tag, time)
      let isOurs = seen >> 40 == tag
      let ahead = isOurs ? max(0, Int64(seen & Self.arrivalMask) - time) : 0
      guard ahead + interval <= tolerance else { return false }
      let next = tag << 40 | UInt64(time + ahead + interval) & Self.arrivalMask
      let (exchanged, _) = unsafe places[index].weakCompareExchange(
        expected: seen, desired: next, ordering: .relaxed)
      if exchanged { return true }
    }
  }

  /// Requests that an address may make at once, and the seconds until there is one more.
  package func left(of address: PeerAddress, at now: Int64) -> (remaining: Int64, seconds: Int64) {
    let (row, tag) = place(of: address)
    let limit = limit
    let interval = Self.interval(limit)
    let time = units(now)
    let seen = find(row, tag, time).seen
    guard seen >> 40 == tag else { return (limit, 0) }
    let ahead = max(0, Int64(seen & Self.arrivalMask) - time)
    let tolerance = interval * limit
    let remaining = max(0, (tolerance - ahead) / interval)
    let wait = max(0, ahead - (tolerance - (remaining + 1) * interval)) * Self.unit
    return (remaining, remaining < limit ? (wait + 999_999_999) / 1_000_000_000 : 0)
  }

  /// The place of an address in its row, else the one that can best be done without.
  private func find(_ row: Int, _ tag: UInt64, _ time: Int64) -> (index: Int, seen: UInt64) {
    var best = row
    var bestSeen = unsafe places[row].load(ordering: .relaxed)
    if bestSeen >> 40 == tag { return (best, bestSeen) }
    for index in (row + 1)..<(row + Self.rowCount) {
      let seen = unsafe places[index].load(ordering: .relaxed)
      if seen >> 40 == tag { return (index, seen) }
      if seen & Self.arrivalMask < bestSeen & Self.arrivalMask { (best, bestSeen) = (index, seen) }
    }
    return (best, bestSeen)
  }

  /// The first place of an address's row, and what tells it from others there; never 0.
  private func place(of address: PeerAddress) -> (row: Int, tag: UInt64) {
    var hash = SipHash128(key0: key.0, key1: key.1)
    hash.append(word: address.high)
    hash.append(word: address.isIPv4 ? address.low : 0)
    let (first, second) = hash.finalize()
    let row = Int(truncatingIfNeeded: first) & rowsMask
    return (row * Self.rowCount, max(1, second >> 40))
  }

  /// The interval between two requests of an even stream, in units.
  private static func interval(_ limit: Int64) -> Int64 {
    max(1, RateCell.interval(limit) / unit)
  }

  private func units(_ now: Int64) -> Int64 { max(0, now - start) / Self.unit + 1 }

  private static func isLoopback(_ address: PeerAddress) -> Bool {
    address.isIPv4
      ? address.low & 0xff00_0000 == 0x7f00_0000 : address.high == 0 && address.low == 1
  }
}
