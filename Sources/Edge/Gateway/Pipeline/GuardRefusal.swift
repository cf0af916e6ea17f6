/// Why the guard has turned away a request whose sender it knows.
enum GuardRefusal: Sendable {
  /// Its page did not show that it is one of ours.
  case crossSite
  /// Its permissions do not reach so far.
  case permission
}
