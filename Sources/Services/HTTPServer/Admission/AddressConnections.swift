internal import Bytes
internal import Glibc
internal import Synchronization

/// How many connections each address has: a bounded table that all loops share without a lock.
///
/// A place is one word, 40 bits of a keyed hash of the address and 24 bits of a count, so that one
/// compare-and-swap finds and counts. IPv6 is counted by networks of 64 bits, which is what one
/// subscriber has. Two connections that come in the same instant on two loops may both be the last;
/// where a row is full, a connection goes uncounted, and the bound of all connections remains. The
/// table has four places for each connection that there can be, so that is rare, and nobody can
/// bring it about without the key.
///
/// `@safe`: the memory is made and freed with the instance, and rows lie inside it.
@safe
final class AddressConnections: Sendable {
  enum Outcome {
    /// Counted, to be given back.
    case taken
    /// Not counted, for want of a place.
    case uncounted
    /// The address has as many as it may.
    case refused
  }

  /// A place: the word, and the address that it is of, for those who look.
  private struct Place: ~Copyable {
    let word = Atomic<UInt64>(0)
    let high = Atomic<UInt64>(0)
    let low = Atomic<UInt64>(0)
  }

  /// Places of a row, which are looked at together.
  private static let rowCount = 8
  private static let countBits: UInt64 = 24
  private static let countMask: UInt64 = (1 << 24) - 1

  private let limitNow: Atomic<Int>
  private let rowsMask: Int
  private let placeCount: Int
  // Sendable all the same: what is there is atomic, and the address never changes.
  private nonisolated(unsafe) let places: UnsafeMutablePointer<Place>
  private let key: (UInt64, UInt64)

  /// - Parameters:
  ///   - limit: connections of an address at once.
  ///   - connectionsMax: connections of all addresses at once.
  ///   - key: a secret of the process.
  init(limit: Int, connectionsMax: Int, key: (UInt64, UInt64)) {
    limitNow = Atomic(limit)
    self.key = key
    var rows = 1
    while rows * Self.rowCount < connectionsMax * 4, rows < 1 << 20 { rows *= 2 }
    rowsMask = rows - 1
    placeCount = rows * Self.rowCount
    // Zeroed memory is a table of zeros; pages that no connection needs are never touched.
    guard let memory = unsafe calloc(placeCount, MemoryLayout<Place>.stride) else {
      fatalError("no memory for \(placeCount) places")
    }
    unsafe places = memory.bindMemory(to: Place.self, capacity: placeCount)
  }

  deinit { unsafe free(places) }

  /// Connections of an address at once.
  var limit: Int { limitNow.load(ordering: .relaxed) }

  /// Puts another limit into force; connections that are there stay.
  func adjust(to limit: Int) { limitNow.store(limit, ordering: .relaxed) }

  /// Counts a connection of an address.
  ///
  /// - Parameter isExempt: whether the address may have any number.
  func take(_ address: PeerAddress, isExempt: Bool) -> Outcome {
    let (row, tag) = place(of: address)
    while true {
      var total = 0
      var own: (index: Int, word: UInt64)?
      var free: (index: Int, word: UInt64)?
      for index in row..<(row + Self.rowCount) {
        let word = unsafe places[index].word.load(ordering: .relaxed)
        let count = Int(word & Self.countMask)
        if count == 0 {
          free = free ?? (index, word)
        } else if word >> Self.countBits == tag {
          total += count
          own = own ?? (index, word)
        }
      }
      if !isExempt, total >= limit { return .refused }
      guard let chosen = own ?? free, total < Int(Self.countMask) else { return .uncounted }
      let count = own == nil ? 1 : (chosen.word & Self.countMask) + 1
      guard swap(chosen.index, chosen.word, tag << Self.countBits | count) else { continue }
      if own == nil {
        unsafe places[chosen.index].high.store(address.high, ordering: .relaxed)
        unsafe places[chosen.index].low.store(Self.low(address), ordering: .relaxed)
      }
      return .taken
    }
  }

  /// Takes back what `take` has counted.
  func give(_ address: PeerAddress) {
    let (row, tag) = place(of: address)
    var index = row
    while index < row + Self.rowCount {
      let word = unsafe places[index].word.load(ordering: .relaxed)
      guard word >> Self.countBits == tag, word & Self.countMask > 0 else {
        index += 1
        continue
      }
      if swap(index, word, word - 1) { return }
    }
  }

  /// The addresses that have most connections, at most `countMax` of them, the first the most. Of
  /// IPv6 the network. Reads the whole table: for operators.
  func top(_ countMax: Int) -> [AddressCount] {
    var found: [AddressCount] = []
    for index in 0..<placeCount {
      let word = unsafe places[index].word.load(ordering: .relaxed)
      let count = Int(word & Self.countMask)
      guard count > 0, found.count < countMax || count > found[found.count - 1].count else {
        continue
      }
      let address = unsafe PeerAddress(
        high: places[index].high.load(ordering: .relaxed),
        low: places[index].low.load(ordering: .relaxed), port: 0)
      // The place may be changing hands: what does not belong together is left out.
      guard place(of: address).tag == word >> Self.countBits else { continue }
      if found.count == countMax { found.removeLast() }
      let position = found.firstIndex { $0.count < count } ?? found.count
      found.insert(AddressCount(address: address, count: count), at: position)
    }
    return found
  }

  private func swap(_ index: Int, _ seen: UInt64, _ next: UInt64) -> Bool {
    unsafe places[index].word.weakCompareExchange(
      expected: seen, desired: next, ordering: .relaxed
    ).exchanged
  }

  /// The first place of an address's row, and what tells it from others there; never 0.
  private func place(of address: PeerAddress) -> (row: Int, tag: UInt64) {
    var hash = SipHash128(key0: key.0, key1: key.1)
    hash.append(word: address.high)
    hash.append(word: Self.low(address))
    let (first, second) = hash.finalize()
    let row = Int(truncatingIfNeeded: first) & rowsMask
    return (row * Self.rowCount, max(1, second >> Self.countBits))
  }

  private static func low(_ address: PeerAddress) -> UInt64 { address.isIPv4 ? address.low : 0 }
}
