internal import Resilience

/// Notices when a number that is looked at every second is far above what it usually is.
///
/// What is usual is learned: a weighted mean and deviation. A value that exceeds the mean by several
/// deviations, and by a margin that makes it worth a thought, is strange; so many in a row are an
/// anomaly, and so many that are not end it. Meanwhile what is strange is learned slowly, so that
/// what stays becomes usual.
package struct AnomalyWatch: Hashable, Sendable {
  /// When a number is strange.
  package struct Limits: Hashable, Sendable {
    /// What a new value counts in what is usual, and what a strange one counts.
    package var weight = 0.02
    package var strangeWeight = 0.002
    /// Deviations above the mean that are strange.
    package var deviations = 4.0
    /// How far above the mean a value is at least, to be strange.
    package var margin: Double
    /// Values after which it is known what is usual.
    package var learnedAfter = 60
    /// Strange values in a row that are an anomaly, and ordinary ones that end it.
    package var begins = 5
    package var ends = 10

    /// Limits with a margin, in the unit of the number.
    package init(margin: Double) { self.margin = margin }
  }

  /// What a value has brought about.
  package enum Event: Hashable, Sendable {
    /// It is far above what it usually is.
    case began(value: Double, usual: Double)
    /// It is as usual again.
    case ended
  }

  private let limits: Limits
  private var usual = MovingDeviation()
  private var strangeCount = 0
  private var ordinaryCount = 0
  /// Whether there is an anomaly now.
  package private(set) var isAnomalous = false

  /// A watch that has to learn.
  package init(_ limits: Limits) { self.limits = limits }

  /// The value from which on one is strange; nil before it is known what is usual.
  package var threshold: Double? {
    guard usual.count >= limits.learnedAfter else { return nil }
    return usual.mean + max(limits.deviations * usual.deviation, limits.margin)
  }

  /// A second has passed, in which the number was this.
  package mutating func observed(_ value: Double) -> Event? {
    let isStrange = threshold.map { value > $0 } ?? false
    let mean = usual.mean
    if isStrange {
      usual.record(value, atMost: limits.strangeWeight)
    } else {
      usual.record(value, weight: limits.weight)
    }
    strangeCount = isStrange ? strangeCount + 1 : 0
    ordinaryCount = isStrange ? 0 : ordinaryCount + 1
    if !isAnomalous, strangeCount >= limits.begins {
      isAnomalous = true
      return .began(value: value, usual: mean)
    }
    if isAnomalous, ordinaryCount >= limits.ends {
      isAnomalous = false
      return .ended
    }
    return nil
  }

  /// Nothing can be said of this second. So many of them in a row end an anomaly too: nobody is
  /// troubled by it any more.
  package mutating func observedNothing() -> Event? {
    guard isAnomalous else { return nil }
    ordinaryCount += 1
    guard ordinaryCount >= limits.ends else { return nil }
    isAnomalous = false
    strangeCount = 0
    return .ended
  }
}
