/// What a connection has received.
package enum RESPEvent<Ticket> {
  /// The handshake is done: commands are answered from now on.
  case opened(RESPServer)
  /// The reply to the command of a ticket, which may be an error.
  case reply(Ticket, RESPValue)
  /// A subscription has begun, a ticket's reply that comes as a push.
  case subscribed(Ticket, channel: [UInt8])
  /// A subscription has ended.
  case unsubscribed(Ticket, channel: [UInt8])
  /// A message of a channel.
  case message(channel: [UInt8], [UInt8])
  /// A push of another kind.
  case push([RESPValue])
  /// The connection is of no use; nothing comes after it.
  case failed(RESPConnectionFailure)
}
