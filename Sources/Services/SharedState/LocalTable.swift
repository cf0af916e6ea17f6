/// Keys with values and expiries, within limits: a value fed with instants.
///
/// Expired keys are dropped when they are met, and by a hand that goes around a few slots with every
/// insertion. So no call does more than a fixed amount of work, however many keys there are, and a
/// full table makes room only by what has expired: to push out a counter that counts would lift a limit.
struct LocalTable {
  struct Slot {
    var key: String
    var value: SharedValue
    var expiry: SharedTime?

    func isExpired(at now: SharedTime) -> Bool { expiry.map { $0 <= now } ?? false }
    var byteCount: Int { key.utf8.count + value.byteCount }
  }

  /// Slots that the hand looks at with an insertion, and with one that finds the table full.
  private static let stepsUsual = 4
  private static let stepsWhenFull = 256

  private let keysMax: Int
  private let bytesMax: Int
  private var index: [String: Int] = [:]
  private var slots: [Slot] = []
  private var hand = 0
  private(set) var byteCount = 0

  /// An empty table.
  init(keysMax: Int, bytesMax: Int) {
    precondition(keysMax > 0 && bytesMax > 0)
    self.keysMax = keysMax
    self.bytesMax = bytesMax
  }

  /// Keys that are kept, some of which may have expired.
  var count: Int { slots.count }

  /// What is under a key now.
  mutating func slot(_ key: String, at now: SharedTime) -> Slot? {
    guard let place = index[key] else { return nil }
    guard slots[place].isExpired(at: now) else { return slots[place] }
    remove(at: place)
    return nil
  }

  /// Puts a value under a key; throws `.overloaded` when there is no room.
  mutating func put(
    _ key: String, _ value: SharedValue, expiry: SharedTime?, at now: SharedTime
  ) throws(SharedStateFailure) {
    let slot = Slot(key: key, value: value, expiry: expiry)
    if let place = index[key] {
      let change = slot.byteCount - slots[place].byteCount
      guard byteCount + change <= bytesMax else { throw .overloaded }
      byteCount += change
      slots[place] = slot
      return
    }
    dropExpired(steps: Self.stepsUsual, at: now)
    if !hasRoom(for: slot) { dropExpired(steps: Self.stepsWhenFull, at: now) }
    guard hasRoom(for: slot) else { throw .overloaded }
    index[key] = slots.count
    slots.append(slot)
    byteCount += slot.byteCount
  }

  /// Removes what is under a key; tells whether something was.
  mutating func remove(_ key: String, at now: SharedTime) -> Bool {
    guard slot(key, at: now) != nil, let place = index[key] else { return false }
    remove(at: place)
    return true
  }

  private func hasRoom(for slot: Slot) -> Bool {
    slots.count < keysMax && byteCount + slot.byteCount <= bytesMax
  }

  private mutating func dropExpired(steps: Int, at now: SharedTime) {
    for _ in 0..<min(steps, slots.count) {
      if hand >= slots.count { hand = 0 }
      guard hand < slots.count else { return }
      if slots[hand].isExpired(at: now) { remove(at: hand) } else { hand += 1 }
    }
  }

  /// The last slot takes the place of the removed one.
  private mutating func remove(at place: Int) {
    let slot = slots[place]
    index[slot.key] = nil
    byteCount -= slot.byteCount
    let last = slots.removeLast()
    if place < slots.count {
      slots[place] = last
      index[last.key] = place
    }
  }
}
