internal import Locks

/// Hands events to one subscriber in order and one at a time, whichever threads bring them.
///
/// Whoever brings an event while none is being delivered delivers it, and what others bring meanwhile;
/// nobody waits, and no lock is held while the subscriber is called.
package final class SubscriberMailbox: Sendable {
  private struct State {
    var waiting: [ChannelEvent] = []
    var isDelivering = false
    var isEnded = false
  }

  private let state = Mutex(State())
  private let waitingMax: Int
  private let receive: @Sendable (ChannelEvent) -> Void

  /// A mailbox without events.
  package init(waitingMax: Int, receive: @escaping @Sendable (ChannelEvent) -> Void) {
    self.waitingMax = waitingMax
    self.receive = receive
  }

  /// Delivers an event now, or leaves it to the thread that is delivering.
  package func bring(_ event: ChannelEvent) {
    let isOurs = state.withLock { state in
      guard !state.isEnded else { return false }
      if state.waiting.count >= waitingMax {
        // What is dropped is told: the subscriber reads again what messages keep true.
        state.waiting = [.interrupted, .subscribed]
      }
      state.waiting.append(event)
      defer { state.isDelivering = true }
      return !state.isDelivering
    }
    if isOurs { deliver() }
  }

  /// Drops what waits; nothing is delivered from here on.
  package func end() {
    state.withLock { state in
      state.isEnded = true
      state.waiting = []
    }
  }

  private func deliver() {
    while true {
      let events = state.withLock { state -> [ChannelEvent] in
        if state.waiting.isEmpty { state.isDelivering = false }
        defer { state.waiting = [] }
        return state.waiting
      }
      if events.isEmpty { return }
      for event in events {
        guard state.withLock({ !$0.isEnded }) else { break }
        receive(event)
      }
    }
  }
}
