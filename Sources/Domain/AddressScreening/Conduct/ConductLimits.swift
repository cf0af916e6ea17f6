/// What addresses may do before they are shut out; nil is as much as they like.
struct ConductLimits: Hashable, Sendable {
  /// Requests a minute that are refused or fail.
  var refusedPerMinute: Int64?
  /// Requests a minute that are answered, but not from memory.
  var uncachedPerMinute: Int64?
  /// How many times over a limit.
  var limitFactor: Int64?
  /// What a failed attempt to sign in counts, in refused requests.
  var signInWeight: Int64 = 5
  /// Addresses that are watched at once.
  var addressesMax: Int
}
