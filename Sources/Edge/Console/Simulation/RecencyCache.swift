/// A cache that evicts what was used least recently.
struct RecencyCache {
  private static let none = UInt32.max

  private let byteCount: Int
  private var used = 0
  /// The cost of each object that is there; 0 of the others.
  private var costs: [Int]
  private var newer: [UInt32]
  private var older: [UInt32]
  private var newest = RecencyCache.none
  private var oldest = RecencyCache.none

  /// An empty cache.
  init(byteCount: Int, objectCount: Int) {
    self.byteCount = byteCount
    costs = Array(repeating: 0, count: objectCount)
    newer = Array(repeating: Self.none, count: objectCount)
    older = newer
  }

  /// Asks for an object, which is stored if it was not there; says whether it was.
  mutating func request(_ object: UInt32, cost: Int) -> Bool {
    if costs[Int(object)] > 0 {
      unlink(object)
      link(object)
      return true
    }
    guard cost <= byteCount else { return false }
    while used + cost > byteCount {
      let victim = oldest
      unlink(victim)
      used -= costs[Int(victim)]
      costs[Int(victim)] = 0
    }
    costs[Int(object)] = cost
    used += cost
    link(object)
    return false
  }

  private mutating func link(_ object: UInt32) {
    older[Int(object)] = newest
    newer[Int(object)] = Self.none
    if newest == Self.none { oldest = object } else { newer[Int(newest)] = object }
    newest = object
  }

  private mutating func unlink(_ object: UInt32) {
    let (next, last) = (newer[Int(object)], older[Int(object)])
    if next == Self.none { newest = last } else { older[Int(next)] = last }
    if last == Self.none { oldest = next } else { newer[Int(last)] = next }
  }
}
