/// What has come of asking for content to be pinned.
package enum PinOutcome: Hashable, Sendable {
  /// It is in memory and stays.
  case pinned
  /// It could not be fetched, or its id could not be computed now.
  case unavailable
  /// It is too long to be stored, or there is no room for it.
  case notStored
  /// Nothing proves that it is what its name says.
  case unproven
  /// Its bytes have another id; it was purged.
  case mismatch
  /// What may be pinned is used up.
  case beyondShare
  /// Too many contents are pinned.
  case tooMany
}
