/// When to ask a second one because the first does not answer: after the time that nearly all
/// answers take.
package struct HedgeDelay: Sendable, Hashable {
  /// The share of answers that come in time.
  package var share = 0.95
  /// Durations that a percentile must rest on before it is believed.
  package var samplesMin = 20
  /// The delay lies between these; the longest is used while nothing is known.
  package var shortest = Duration.milliseconds(20)
  package var longest = Duration.seconds(2)

  /// The usual delay.
  package init() {}

  /// The delay for one member of a pool, by what is known of it, or else of the pool.
  package func delay(member: LatencyTracker, pool: LatencyTracker) -> Duration {
    guard let known = [member, pool].first(where: { $0.count >= samplesMin }),
      let usual = known.percentile(share)
    else { return longest }
    return min(max(usual, shortest), longest)
  }
}
