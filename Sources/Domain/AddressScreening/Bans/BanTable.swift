internal import Bytes
internal import Synchronization

/// The bans as every loop looks at them: places of three words, found by a keyed hash and the next
/// free place, read without a lock while one thread at a time writes.
///
/// A key that was written once stays: a ban that has ended keeps its place with an end of 0 until the
/// table is made anew. At most half of the places are taken, so that a look-up is over after a few.
///
/// `@safe`: the memory is made and freed with the instance, and indices are masked.
@safe
final class BanTable: Sendable {
  private static let placesMin = 256
  private static let wordsPerPlace = 3

  private let mask: Int
  // Sendable all the same: what is there is atomic, and the address never changes.
  private nonisolated(unsafe) let words: UnsafeMutablePointer<Atomic<UInt64>>
  private let secret: (UInt64, UInt64)
  private let usedCount = Atomic<Int>(0)

  /// A table with room for so many bans.
  init(room count: Int, secret: (UInt64, UInt64)) {
    var places = Self.placesMin
    while places < count * 4 { places *= 2 }
    mask = places - 1
    self.secret = secret
    unsafe words = .allocate(capacity: places * Self.wordsPerPlace)
    for index in 0..<(places * Self.wordsPerPlace) {
      unsafe (words + index).initialize(to: Atomic(0))
    }
  }

  deinit { unsafe words.deallocate() }

  /// Bans that fit.
  var room: Int { (mask + 1) / 2 }

  /// Places that are taken, by bans that have ended too.
  var used: Int { usedCount.load(ordering: .relaxed) }

  /// Until when a key is banned, in seconds since 1970; 0 when it is not.
  @inline(__always)
  func until(_ key: AddressKey) -> Int64 {
    guard let place = place(of: key) else { return 0 }
    return Int64(unsafe words[place + 1].load(ordering: .acquiring))
  }

  /// Counts a request that was refused.
  func noteRefusal(_ key: AddressKey) {
    guard let place = place(of: key) else { return }
    _ = unsafe words[place + 2].wrappingAdd(1, ordering: .relaxed)
  }

  /// Requests that were refused.
  func refusals(_ key: AddressKey) -> Int {
    guard let place = place(of: key) else { return 0 }
    return Int(unsafe words[place + 2].load(ordering: .relaxed))
  }

  /// Writes until when a key is banned, 0 for no longer; false when there is no room. One thread at a
  /// time.
  func set(_ key: AddressKey, until: Int64, refusals: Int = 0) -> Bool {
    if let place = place(of: key) {
      unsafe words[place + 1].store(UInt64(until), ordering: .releasing)
      return true
    }
    guard used < room else { return false }
    if until == 0 { return true }
    var index = first(key)
    while unsafe words[index * Self.wordsPerPlace].load(ordering: .relaxed) != 0 {
      index = (index + 1) & mask
    }
    let place = index * Self.wordsPerPlace
    unsafe words[place + 1].store(UInt64(until), ordering: .relaxed)
    unsafe words[place + 2].store(UInt64(refusals), ordering: .relaxed)
    // Last, so that whoever sees the key sees its end.
    unsafe words[place].store(key.word, ordering: .releasing)
    usedCount.wrappingAdd(1, ordering: .relaxed)
    return true
  }

  @inline(__always)
  private func place(of key: AddressKey) -> Int? {
    // The word of places that are free.
    guard key.isBannable else { return nil }
    var index = first(key)
    while true {
      let place = index &* Self.wordsPerPlace
      let seen = unsafe words[place].load(ordering: .acquiring)
      if seen == key.word { return place }
      if seen == 0 { return nil }
      index = (index &+ 1) & mask
    }
  }

  @inline(__always)
  private func first(_ key: AddressKey) -> Int {
    var hash = SipHash128(key0: secret.0, key1: secret.1)
    hash.append(word: key.word)
    return Int(truncatingIfNeeded: hash.finalize().0) & mask
  }
}
