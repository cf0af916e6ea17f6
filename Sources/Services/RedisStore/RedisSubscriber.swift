internal import EventLoops
internal import RESP
internal import SharedState
internal import Transport

/// The one connection of the process on which messages come; confined to its loop.
///
/// Every channel that has listeners is subscribed to once, and again whenever a connection stands.
final class RedisSubscriber: RedisLinkOwner {
  private let services: RedisServices
  private let loop: EventLoop
  private let channels: RedisChannels
  private let prefix: String
  /// Servers of the cluster, if it is one: any of them delivers every message.
  private let otherTargets: () -> [DialTarget]
  private var link: RedisLink?
  private var requested: Set<String> = []
  private var confirmed: Set<String> = []
  private var nextTarget = 0

  init(
    services: RedisServices, loop: EventLoop, channels: RedisChannels, prefix: String,
    otherTargets: @escaping () -> [DialTarget]
  ) {
    self.services = services
    self.loop = loop
    self.channels = channels
    self.prefix = prefix
    self.otherTargets = otherTargets
  }

  /// Begins to connect.
  func start() {
    let link = RedisLink(to: services.address.target, services: services, loop: loop, owner: self)
    self.link = link
    link.start()
  }

  /// Tries a connection that is away again, at once.
  func retryNow() { link?.retryNow() }

  /// Ends the connection and tells the listeners.
  func close() {
    link?.close()
    link = nil
    channels.interrupt()
  }

  /// Subscribes to a channel that has listeners, or ends the subscription to one that has none.
  func update(_ channel: String) {
    guard let link, link.isReady else { return }
    if channels.has(channel) {
      if confirmed.contains(channel) { return channels.begin(channel) }
      guard requested.insert(channel).inserted else { return }
      ask(link, channel, isEnding: false)
    } else if requested.remove(channel) != nil {
      confirmed.remove(channel)
      ask(link, channel, isEnding: true)
    }
  }

  private func ask(_ link: RedisLink, _ channel: String, isEnding: Bool) {
    let request = RedisRequest(
      RESPCommand("PING"), slot: nil, startedAt: EventLoop.nowNanoseconds, deadline: .max
    ) { [weak self] result in
      guard let self, !isEnding, case .failure(.refused(let text)) = result else { return }
      requested.remove(channel)
      services.observe(.subscriptionRefused(text))
    }
    guard !link.subscribe(Array((prefix + channel).utf8), isEnding: isEnding, request) else {
      return
    }
    requested.remove(channel)
    services.observe(.subscriptionRefused("too many subscriptions are under way"))
  }

  func opened(_ link: RedisLink, _ server: RESPServer) {
    for channel in channels.names { update(channel) }
  }

  func lost(_ link: RedisLink) {
    requested = []
    confirmed = []
    channels.interrupt()
    guard link.failureCount > 0 else { return }
    let targets = [services.address.target] + otherTargets()
    nextTarget += 1
    link.target = targets[nextTarget % targets.count]
  }

  func replied(_ link: RedisLink, _ request: RedisRequest, _ reply: RESPValue) {
    if let text = reply.errorText { request.finish(.failure(.refused(text))) }
  }

  func subscribed(_ link: RedisLink, channel: [UInt8]) {
    guard let name = name(channel), requested.contains(name) else { return }
    confirmed.insert(name)
    channels.begin(name)
  }

  func received(_ link: RedisLink, channel: [UInt8], _ message: [UInt8]) {
    if let name = name(channel) { channels.deliver(name, message) }
  }

  private func name(_ channel: [UInt8]) -> String? {
    let name = String(decoding: channel, as: UTF8.self)
    return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
  }
}
