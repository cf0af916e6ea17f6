/// Why a connection to a server could not be made, or has ended.
package enum ClientStreamFailure: Error, Sendable, Hashable {
  /// The name has no address, for the resolver's reason.
  case unresolved(String)
  /// The system refuses the connection, with its error number.
  case unreachable(Int32)
  /// It took too long.
  case timedOut
  /// The ends do not agree on encryption, for this reason.
  case handshake(String)
  /// The server has ended the connection.
  case ended
  /// The connection broke, with the system's error number.
  case broken(Int32)
  /// The server takes less than is sent to it.
  case congested
}
