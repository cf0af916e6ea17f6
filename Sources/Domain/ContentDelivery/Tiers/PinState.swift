/// What has come of pinning content.
package enum PinState: Hashable, Sendable {
  /// It is there and stays.
  case held
  /// It is not there; it stays once it has arrived.
  case awaited
  /// It is there, but not proven; it stays once it arrives so.
  case unproven
  /// It is there, but what may be pinned is used up: it can be evicted like any other.
  case beyondShare
  /// Too many contents are pinned.
  case tooMany
}
