import Locks
import SharedState
import Synchronization
import TestSupport
import Testing

@Suite struct SubscriberMailboxTests {
  @Test func `whoever brings events, they are delivered one at a time and none is lost`()
    async throws
  {
    let inside = Atomic(0)
    let overlaps = Atomic(0)
    let seen = Locks.Mutex<[ChannelEvent]>([])
    let mailbox = SubscriberMailbox(waitingMax: 100_000) { event in
      if inside.add(1, ordering: .relaxed).newValue != 1 { overlaps.add(1, ordering: .relaxed) }
      seen.withLock { $0.append(event) }
      inside.subtract(1, ordering: .relaxed)
    }
    await withTaskGroup { group in
      for thread in 0..<4 {
        group.addTask {
          await BlockingThread.run { () throws(Never) in
            for number in 0..<250 { mailbox.bring(.message([UInt8(thread), UInt8(number)])) }
          }
        }
      }
    }
    // A thread that found another delivering has left its last events to it.
    for _ in 0..<2000 where seen.withLock({ $0.count }) < 1000 {
      try await Task.sleep(for: .milliseconds(5))
    }
    let events = seen.withLock { $0 }
    #expect(overlaps.load(ordering: .relaxed) == 0)
    #expect(Set(events).count == 1000)
    for thread in 0..<4 {
      let own = events.compactMap { event -> UInt8? in
        if case .message(let bytes) = event, bytes[0] == thread { bytes[1] } else { nil }
      }
      #expect(own == (0..<250).map { UInt8($0) })
    }
  }

  @Test func `a subscriber that is too slow is told that it has missed something`() {
    let seen = Locks.Mutex<[ChannelEvent]>([])
    let mailbox = Locks.Mutex<SubscriberMailbox?>(nil)
    let made = SubscriberMailbox(waitingMax: 3) { event in
      seen.withLock { $0.append(event) }
      // While the first is being read, more come than may wait.
      guard event == .message([0]) else { return }
      let again = mailbox.withLock { $0 }
      for number in 1...5 { again?.bring(.message([UInt8(number)])) }
    }
    mailbox.withLock { $0 = made }
    made.bring(.message([0]))
    #expect(
      seen.withLock { $0 } == [.message([0]), .interrupted, .subscribed, .message([5])])
    mailbox.withLock { $0 = nil }
  }

  @Test func `after the end nothing is delivered, not even what waits`() {
    let seen = Locks.Mutex<[ChannelEvent]>([])
    let mailbox = Locks.Mutex<SubscriberMailbox?>(nil)
    let made = SubscriberMailbox(waitingMax: 3) { event in
      seen.withLock { $0.append(event) }
      let again = mailbox.withLock { $0 }
      again?.bring(.message([9]))
      again?.end()
    }
    mailbox.withLock { $0 = made }
    made.bring(.message([0]))
    made.bring(.message([1]))
    #expect(seen.withLock { $0 } == [.message([0])])
    mailbox.withLock { $0 = nil }
  }
}
