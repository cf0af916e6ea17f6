internal import Synchronization

/// What all shards know of admissions: who is let in without a credential, and whether everything
/// that was verified has to be forgotten.
package final class AdmissionState: Sendable {
  /// Whether anybody may read content.
  let isContentPublic: Bool
  /// The limits of callers who have proven nothing; nil is no limit.
  package let addresses: AddressLimits?
  /// How long a look-up holds, in seconds; at most 60.
  let holdSeconds: Int64
  let grantsMax: Int
  /// Knows where addresses are; nil when nothing does.
  let countries: (any CountryLookup)?
  let secret = CredentialKey.Secret.random()
  let recent = RecentChanges()
  private let forgotten = Atomic<UInt32>(0)

  /// - Parameters:
  ///   - grantsMax: verified grants that each shard keeps.
  package init(
    isContentPublic: Bool, addresses: AddressLimits?, holdSeconds: Int64 = 60,
    grantsMax: Int = 4096, countries: (any CountryLookup)? = nil
  ) {
    self.isContentPublic = isContentPublic
    self.addresses = addresses
    self.holdSeconds = min(max(holdSeconds, 0), 60)
    self.grantsMax = grantsMax
    self.countries = countries
  }

  /// Grows when everything has to be forgotten.
  var generation: UInt32 { forgotten.load(ordering: .acquiring) }

  /// Has every shard forget what it has verified, before its next request.
  func forgetAll(at seconds: Int64) {
    recent.noteAll(at: seconds)
    forgotten.wrappingAdd(1, ordering: .acquiringAndReleasing)
  }
}
