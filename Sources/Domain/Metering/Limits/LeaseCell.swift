internal import Synchronization

/// What this edge has taken ahead from one limit that edges share, and spends by itself.
struct LeaseCell: ~Copyable {
  /// What may still be spent; below 0 when more was used than had been taken.
  private let credits = Atomic<Int64>(0)
  /// The period that the credits are of.
  private let period = Atomic<Int64>(-1)
  /// Until when they may be spent, in nanoseconds of the monotonic clock.
  private let goodUntil = Atomic<Int64>(0)
  /// Until when it is known that there is nothing to be had.
  private let emptyUntil = Atomic<Int64>(0)
  /// What all edges had used when the last credits were taken, those included.
  private let sharedUse = Atomic<Int64>(0)

  /// Spends one; false when there is none.
  func spend(in period: Int64, at now: Int64) -> Bool {
    guard self.period.load(ordering: .relaxed) == period,
      now < goodUntil.load(ordering: .relaxed)
    else { return false }
    var seen = credits.load(ordering: .relaxed)
    while seen > 0 {
      let (exchanged, original) = credits.weakCompareExchange(
        expected: seen, desired: seen - 1, ordering: .relaxed)
      if exchanged { return true }
      seen = original
    }
    return false
  }

  /// Counts what was used already, beyond what there is.
  func charge(_ count: Int64) { credits.wrappingSubtract(count, ordering: .relaxed) }

  /// Gives back what was spent.
  func giveBack() { credits.wrappingAdd(1, ordering: .relaxed) }

  /// What may still be spent in a period; below 0 when more was used than had been taken.
  func left(in period: Int64) -> Int64 {
    self.period.load(ordering: .relaxed) == period ? credits.load(ordering: .relaxed) : 0
  }

  /// What all edges have used, as far as is known here.
  func used(in period: Int64) -> Int64 {
    max(0, sharedUse.load(ordering: .relaxed) - left(in: period))
  }

  /// Whether what is left may still be spent.
  func isGood(at now: Int64) -> Bool { now < goodUntil.load(ordering: .relaxed) }

  /// Whether it is known that there is nothing to be had now.
  func isEmpty(at now: Int64) -> Bool { now < emptyUntil.load(ordering: .relaxed) }

  /// Adds what was taken ahead.
  ///
  /// - Parameter keepsRest: whether what is left of before may be spent with it.
  func add(
    _ count: Int64, in period: Int64, goodUntil end: Int64, sharedUse: Int64, keepsRest: Bool
  ) {
    if !keepsRest || self.period.load(ordering: .relaxed) != period {
      credits.store(0, ordering: .relaxed)
      self.period.store(period, ordering: .relaxed)
    }
    self.sharedUse.store(sharedUse, ordering: .relaxed)
    goodUntil.store(end, ordering: .relaxed)
    credits.wrappingAdd(count, ordering: .relaxed)
  }

  /// Remembers that there is nothing to be had until then.
  func becomeEmpty(until end: Int64, sharedUse: Int64) {
    emptyUntil.store(end, ordering: .relaxed)
    self.sharedUse.store(sharedUse + max(0, credits.load(ordering: .relaxed)), ordering: .relaxed)
  }

  /// Remembers that others want more than there is: nothing is asked for until then, so that what
  /// accumulates meanwhile is worth a call.
  func rest(until end: Int64) { emptyUntil.store(end, ordering: .relaxed) }

  /// Takes what is left out, to be given back to the others.
  func empty() -> Int64 { max(0, credits.exchange(0, ordering: .relaxed)) }
}
