internal import Synchronization

/// What was used of a quota in one period: the period's number and the count in one word, so that
/// all cores count exactly and a new period begins by itself.
///
/// The period is kept in twelve bits, which tell days apart for eleven years; the count has 52.
struct QuotaCell: ~Copyable {
  /// The most that is counted: 4.5 petabytes, or that many requests.
  static let countMax: Int64 = (1 << 52) - 1

  private let word = Atomic<UInt64>(0)

  /// What was used in a period.
  func used(in period: Int64) -> Int64 {
    Self.count(word.load(ordering: .relaxed), in: period)
  }

  /// Takes an amount when the limit is not reached; false when there is not so much left, and then
  /// nothing changes.
  func take(_ amount: Int64, of limit: Int64, in period: Int64) -> Bool {
    var seen = word.load(ordering: .relaxed)
    while true {
      let used = Self.count(seen, in: period)
      guard used + amount <= limit else { return false }
      let (exchanged, original) = word.weakCompareExchange(
        expected: seen, desired: Self.word(used + amount, in: period), ordering: .relaxed)
      if exchanged { return true }
      seen = original
    }
  }

  /// Counts an amount, over any limit; a negative one gives back.
  func add(_ amount: Int64, in period: Int64) {
    var seen = word.load(ordering: .relaxed)
    while true {
      let used = min(max(Self.count(seen, in: period) + amount, 0), Self.countMax)
      let (exchanged, original) = word.weakCompareExchange(
        expected: seen, desired: Self.word(used, in: period), ordering: .relaxed)
      if exchanged { return }
      seen = original
    }
  }

  private static func tag(_ period: Int64) -> UInt64 {
    UInt64(truncatingIfNeeded: period) & 0xfff
  }

  private static func word(_ count: Int64, in period: Int64) -> UInt64 {
    tag(period) << 52 | UInt64(count)
  }

  private static func count(_ word: UInt64, in period: Int64) -> Int64 {
    word >> 52 == tag(period) ? Int64(word & 0xf_ffff_ffff_ffff) : 0
  }
}
