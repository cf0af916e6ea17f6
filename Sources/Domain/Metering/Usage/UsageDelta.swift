/// What one shard has counted for a meter since it was asked last.
package struct UsageDelta: Sendable {
  /// For whom, and what.
  package let meter: Meter
  package var counts: UsageCounts
  /// Networks that requests came from, as hashes; one or none where they all came from one.
  package var networks: [UInt32]
  /// What of it came from where, as far as that is known.
  package var countries: [CountryUse] = []
}
