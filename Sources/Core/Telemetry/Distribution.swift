/// Observations of a histogram's series, in the metric's base unit.
package struct Distribution: Sendable, Hashable {
  /// Inclusive upper bounds of the buckets.
  package let bounds: [Double]
  /// Observations in each bucket alone, with one more for what is above the last bound.
  package let counts: [UInt64]
  /// The sum of all observations.
  package let sum: Double

  /// How many observations there are.
  package var count: UInt64 { counts.reduce(0, &+) }

  /// The observations of all of these together; nil for none. Their buckets are the same.
  package static func sum(_ distributions: [Distribution]) -> Distribution? {
    guard let first = distributions.first else { return nil }
    var counts = first.counts
    for other in distributions.dropFirst() {
      precondition(other.bounds == first.bounds, "only observations in the same buckets add up")
      for (index, count) in other.counts.enumerated() { counts[index] &+= count }
    }
    return Distribution(
      bounds: first.bounds, counts: counts, sum: distributions.reduce(0) { $0 + $1.sum })
  }

  /// An estimate of the value below which this share of the observations lies, or nil
  /// without observations. Within a bucket observations are taken to be spread evenly, as
  /// Prometheus does; above the last bound the last bound is the answer.
  package func quantile(_ share: Double) -> Double? {
    let total = count
    guard total > 0 else { return nil }
    let rank = min(max(share, 0), 1) * Double(total)
    var below = 0.0
    for (index, bound) in bounds.enumerated() {
      let here = Double(counts[index])
      if here > 0, below + here >= rank {
        let lower = index == 0 ? 0 : bounds[index - 1]
        return lower + (bound - lower) * max(rank - below, 0) / here
      }
      below += here
    }
    return bounds.last
  }
}
