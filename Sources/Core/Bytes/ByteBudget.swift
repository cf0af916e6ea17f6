internal import Synchronization

/// The bytes and mappings of memory that bodies may hold together: reserved before they are allocated
/// and given back when the last reader lets go, so that the limit is never exceeded.
package final class ByteBudget: Sendable {
  /// The most bytes that may be reserved at a time.
  package let limit: Int
  /// The most bodies with pages of their own at a time: the system bounds the mappings of a process.
  package let mappingsMax: Int
  private let used = Atomic<Int>(0)
  private let mappings = Atomic<Int>(0)
  private let peak = Atomic<Int>(0)

  /// A budget of `limit` bytes and `mappingsMax` mappings, nothing of it used.
  package init(limit: Int, mappingsMax: Int = 0) {
    self.limit = max(limit, 0)
    self.mappingsMax = max(mappingsMax, 0)
  }

  /// Bytes reserved now.
  package var usedCount: Int { used.load(ordering: .relaxed) }

  /// The most bytes that were ever reserved at a time.
  package var peakCount: Int { peak.load(ordering: .relaxed) }

  /// Bytes that could be reserved now.
  package var freeCount: Int { limit - usedCount }

  /// Mappings held now.
  package var mappingCount: Int { mappings.load(ordering: .relaxed) }

  /// Takes `count` bytes, or nothing and says false.
  package func reserve(_ count: Int) -> Bool {
    precondition(count >= 0)
    guard let total = Self.add(count, to: used, limit: limit) else { return false }
    _ = peak.max(total, ordering: .relaxed)
    return true
  }

  /// Gives `count` reserved bytes back.
  package func release(_ count: Int) {
    let before = used.subtract(count, ordering: .relaxed).oldValue
    precondition(before >= count, "more released than reserved")
  }

  /// Takes one mapping, or nothing and says false.
  func reserveMapping() -> Bool { Self.add(1, to: mappings, limit: mappingsMax) != nil }

  /// Gives one mapping back.
  func releaseMapping() {
    let before = mappings.subtract(1, ordering: .relaxed).oldValue
    precondition(before > 0, "more released than reserved")
  }

  /// Adds and returns the sum, unless the sum exceeds the limit: then changes nothing.
  ///
  /// A loop of compare and exchange: adding first and undoing later would let others see more
  /// than the limit, and refuse them for no reason.
  private static func add(_ count: Int, to total: borrowing Atomic<Int>, limit: Int) -> Int? {
    var current = total.load(ordering: .relaxed)
    while true {
      guard count <= limit - current else { return nil }
      let (exchanged, original) = total.weakCompareExchange(
        expected: current, desired: current + count, ordering: .relaxed)
      if exchanged { return current + count }
      current = original
    }
  }
}
