/// Bounds the requests that are made on top of those that were asked for, such as retries and
/// hedges, so that something which is dying is not finished off.
///
/// Every request earns a share of one extra request. One that comes after a quiet time earns more,
/// up to `floor`, so that a lone request may be retried too. The greater of the two counts, not
/// their sum: under load the share alone is what is spent.
package struct ExtraRequestBudget: Sendable, Hashable {
  /// How much is earned.
  package struct Limits: Sendable, Hashable {
    /// Extra requests for each request, from 0 to 1; 0 allows none at all.
    package var share: Double
    /// Extra requests that a quiet time earns at most.
    package var floor: Double
    /// How long that takes.
    package var refill: Duration
    /// Extra requests that can be saved up.
    package var savedMax: Double

    /// Limits whose parts are all known.
    package init(share: Double, floor: Double, refill: Duration, savedMax: Double) {
      self.share = share
      self.floor = floor
      self.refill = refill
      self.savedMax = savedMax
    }

    /// Tries again: a fifth extra, and ten after ten quiet seconds.
    package static let retries = Limits(
      share: 0.2, floor: 10, refill: .seconds(10), savedMax: 100)
    /// Asks a second at the same time: a twentieth extra, and five after ten quiet seconds.
    package static let hedges = Limits(share: 0.05, floor: 5, refill: .seconds(10), savedMax: 25)
  }

  /// The limits in force.
  package let limits: Limits
  /// Extra requests that may be made now.
  package private(set) var balance: Double
  private var earnedAt: Duration

  /// A budget that has rested until `now`.
  package init(limits: Limits, at now: Duration) {
    self.limits = limits
    balance = limits.share > 0 ? limits.floor : 0
    earnedAt = now
  }

  /// A request is made that was asked for.
  package mutating func earn(at now: Duration) {
    guard limits.share > 0 else { return }
    let rested = max(now - earnedAt, .zero) / limits.refill * limits.floor
    let quiet = min(rested, max(limits.floor - balance, 0))
    earnedAt = max(now, earnedAt)
    balance = min(balance + max(limits.share, quiet), max(limits.savedMax, limits.floor))
  }

  /// Whether an extra request may be made now.
  package var mayTake: Bool { balance >= 1 }

  /// Takes one extra request, or says false.
  package mutating func take() -> Bool {
    guard mayTake else { return false }
    balance -= 1
    return true
  }
}
