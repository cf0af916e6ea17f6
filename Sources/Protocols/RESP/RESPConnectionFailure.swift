/// Why a connection is of no use.
package enum RESPConnectionFailure: Error, Sendable, Hashable {
  /// The server refuses the handshake, in these words; no word of ours is in them.
  case handshakeRefused(String)
  /// The server does not speak version 3.
  case unknownServer
  /// The server sends what is no value of the protocol.
  case malformed(RESPParseError)
  /// The server answers a command that was never sent.
  case unasked
}
