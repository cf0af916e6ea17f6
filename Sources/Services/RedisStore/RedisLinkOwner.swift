internal import RESP

/// Who is told what happens on a connection; confined to its loop.
protocol RedisLinkOwner: AnyObject {
  /// Commands are answered from now on.
  func opened(_ link: RedisLink, _ server: RESPServer)
  /// No connection stands any more, or could be made; another attempt follows by itself.
  func lost(_ link: RedisLink)
  /// The reply to a command, which may be an error.
  func replied(_ link: RedisLink, _ request: RedisRequest, _ reply: RESPValue)
  /// A subscription has begun.
  func subscribed(_ link: RedisLink, channel: [UInt8])
  /// A message has come.
  func received(_ link: RedisLink, channel: [UInt8], _ message: [UInt8])
}

extension RedisLinkOwner {
  func subscribed(_ link: RedisLink, channel: [UInt8]) {}

  func received(_ link: RedisLink, channel: [UInt8], _ message: [UInt8]) {}
}
