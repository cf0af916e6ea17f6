internal import Locks
internal import SharedState

/// Who listens to which channel, for the thread that subscribes and the loop that delivers.
final class RedisChannels: Sendable {
  private struct Channel {
    var mailboxes: [Int: SubscriberMailbox] = [:]
    /// Whether the server delivers its messages now.
    var isLive = false
  }

  private struct State {
    var channels: [String: Channel] = [:]
    var count = 0
    var nextID = 0
  }

  private let state = Mutex(State())
  private let limits: RedisLimits

  init(limits: RedisLimits) { self.limits = limits }

  /// Adds a listener; nil when there are too many.
  func add(_ channel: String, _ receive: @escaping @Sendable (ChannelEvent) -> Void) -> Int? {
    let mailbox = SubscriberMailbox(waitingMax: limits.waitingEventsMax, receive: receive)
    let added = state.withLock { state -> (id: Int, isLive: Bool)? in
      guard state.count < limits.subscriptionsMax else { return nil }
      state.count += 1
      state.nextID += 1
      state.channels[channel, default: Channel()].mailboxes[state.nextID] = mailbox
      return (state.nextID, state.channels[channel]?.isLive ?? false)
    }
    if let added, added.isLive { mailbox.bring(.subscribed) }
    return added?.id
  }

  /// Removes a listener, which hears nothing more.
  func remove(_ id: Int, from channel: String) {
    let mailbox = state.withLock { state -> SubscriberMailbox? in
      guard let mailbox = state.channels[channel]?.mailboxes.removeValue(forKey: id) else {
        return nil
      }
      state.count -= 1
      if state.channels[channel]?.mailboxes.isEmpty == true { state.channels[channel] = nil }
      return mailbox
    }
    mailbox?.end()
  }

  /// Channels that have listeners.
  var names: [String] { state.withLock { Array($0.channels.keys) } }

  /// Whether anybody listens to a channel.
  func has(_ channel: String) -> Bool { state.withLock { $0.channels[channel] != nil } }

  /// The server delivers a channel's messages from now on.
  func begin(_ channel: String) {
    let mailboxes = state.withLock { state -> [SubscriberMailbox] in
      guard let known = state.channels[channel], !known.isLive else { return [] }
      state.channels[channel]?.isLive = true
      return known.mailboxes.sorted { $0.key < $1.key }.map(\.value)
    }
    for mailbox in mailboxes { mailbox.bring(.subscribed) }
  }

  /// The server delivers nothing from now on.
  func interrupt() {
    let mailboxes = state.withLock { state -> [SubscriberMailbox] in
      var found: [SubscriberMailbox] = []
      for (name, channel) in state.channels where channel.isLive {
        state.channels[name]?.isLive = false
        found += channel.mailboxes.values
      }
      return found
    }
    for mailbox in mailboxes { mailbox.bring(.interrupted) }
  }

  /// Brings a message to everybody who listens.
  func deliver(_ channel: String, _ message: [UInt8]) {
    let mailboxes = state.withLock { state in
      (state.channels[channel]?.mailboxes ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    }
    for mailbox in mailboxes { mailbox.bring(.message(message)) }
  }
}
