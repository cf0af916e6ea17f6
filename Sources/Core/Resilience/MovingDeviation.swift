/// What a number usually is, and how far it usually strays: an exponentially weighted mean and
/// variance (Finch, "Incremental calculation of weighted mean and variance", 2009, section 9).
package struct MovingDeviation: Sendable, Hashable {
  /// The weighted mean; 0 before the first value.
  package private(set) var mean = 0.0
  /// The weighted variance.
  package private(set) var variance = 0.0
  /// Values so far.
  package private(set) var count = 0

  /// Nothing is known.
  package init() {}

  /// How far values usually stray from the mean.
  package var deviation: Double { variance.squareRoot() }

  /// Takes a value in.
  ///
  /// - Parameter weight: what it counts, from 0 to 1. The first values count more, as much as in a
  ///   plain mean, so that the first of all is not believed for long.
  package mutating func record(_ value: Double, weight: Double) {
    take(value, share: max(weight, 1 / Double(count + 1)))
  }

  /// Takes a value in that counts no more than its weight, however early it comes.
  package mutating func record(_ value: Double, atMost weight: Double) {
    take(value, share: weight)
  }

  private mutating func take(_ value: Double, share: Double) {
    count += 1
    let difference = value - mean
    let step = share * difference
    mean += step
    variance = max((1 - share) * (variance + difference * step), 0)
  }
}
