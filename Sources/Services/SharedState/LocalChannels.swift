internal import Locks

/// The channels of one process, and who listens to them.
final class LocalChannels: Sendable {
  private struct State {
    var subscribers: [String: [Int: SubscriberMailbox]] = [:]
    var count = 0
    var nextID = 0
  }

  private let state = Mutex(State())
  private let limits: LocalStateLimits

  /// No channels.
  init(limits: LocalStateLimits) { self.limits = limits }

  /// Brings a message to everybody who listens now.
  func publish(_ channel: String, _ message: [UInt8]) {
    let mailboxes = state.withLock { state in
      (state.subscribers[channel] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    }
    for mailbox in mailboxes { mailbox.bring(.message(message)) }
  }

  /// Adds a listener, and tells it that it listens.
  func subscribe(
    _ channel: String, _ receive: @escaping @Sendable (ChannelEvent) -> Void
  ) throws(SharedStateFailure) -> ChannelSubscription {
    let mailbox = SubscriberMailbox(waitingMax: limits.waitingEventsMax, receive: receive)
    let id = state.withLock { state -> Int? in
      guard state.count < limits.subscriptionsMax else { return nil }
      state.count += 1
      state.nextID += 1
      state.subscribers[channel, default: [:]][state.nextID] = mailbox
      // Under the lock, so that no message comes before it.
      mailbox.put(.subscribed)
      return state.nextID
    }
    guard let id else { throw .overloaded }
    mailbox.flush()
    return ChannelSubscription { [weak self] in
      mailbox.end()
      self?.remove(id, from: channel)
    }
  }

  private func remove(_ id: Int, from channel: String) {
    state.withLock { state in
      guard state.subscribers[channel]?.removeValue(forKey: id) != nil else { return }
      state.count -= 1
      if state.subscribers[channel]?.isEmpty == true { state.subscribers[channel] = nil }
    }
  }
}
