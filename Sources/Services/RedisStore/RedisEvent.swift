package import RESP

/// What happens beside commands, for the log; no password is in it.
package enum RedisEvent: Sendable {
  /// A connection stands.
  case connected(String, RESPServer)
  /// A connection was lost or not made, for this reason.
  case lost(String, reason: String)
  /// A subscription was refused, in the server's words.
  case subscriptionRefused(String)
  /// The map of a cluster was read: so many servers.
  case mapped(Int)
}
