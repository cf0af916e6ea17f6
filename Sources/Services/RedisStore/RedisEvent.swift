/// What happens beside commands, for the log; no password is in it.
package enum RedisEvent: Sendable {
  /// A connection to an address stands, to a server of this name and version.
  case connected(String, server: String)
  /// A connection to an address was lost or not made, for this reason.
  case lost(String, reason: String)
  /// A subscription was refused, in the server's words.
  case subscriptionRefused(String)
  /// The map of a cluster was read: so many servers.
  case mapped(Int)
}
