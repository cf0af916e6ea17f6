/// What a subscriber is told.
package enum ChannelEvent: Sendable, Hashable {
  /// From now on messages arrive. What was published before, or since `interrupted`, is lost: whoever
  /// keeps something that messages keep true reads it again now. Comes first, and again after a
  /// connection was lost.
  case subscribed
  /// A message of the channel.
  case message([UInt8])
  /// Messages may be missed from here until `subscribed` comes again.
  case interrupted
}
