internal import Locks
internal import Synchronization

/// The places for connections of all loops, and the queue for those that find none.
///
/// A place is taken and given back with one atomic addition. The lock is that of the queue alone: it
/// is not touched while there are places.
final class ConnectionPlaces: Sendable {
  private struct Queue {
    var waiting: WaitingConnections
    /// What the shards do with a ticket whose wait is over, by their index.
    var calls: [@Sendable (ConnectionTicket, Bool) -> Void] = []
  }

  private let countMax: Atomic<Int>
  private let taken = Atomic<Int>(0)
  private let waiting = Atomic<Int>(0)
  private let queue: Locks.Mutex<Queue>

  /// - Parameter queueTimeout: milliseconds that a connection waits at most.
  init(countMax: Int, queueMax: Int, queueTimeout: UInt64) {
    self.countMax = Atomic(countMax)
    queue = Locks.Mutex(
      Queue(waiting: WaitingConnections(countMax: queueMax, timeout: queueTimeout)))
  }

  /// Makes it so many places; who has one keeps it.
  func adjust(to countMax: Int) {
    self.countMax.store(countMax, ordering: .relaxed)
    if waitingCount > 0 { fill() }
  }

  /// How many places there are.
  var count: Int { countMax.load(ordering: .relaxed) }

  /// Places that are taken.
  var takenCount: Int { taken.load(ordering: .relaxed) }

  /// Connections that wait.
  var waitingCount: Int { waiting.load(ordering: .sequentiallyConsistent) }

  /// Makes known what the next shard does with a ticket of its own when its wait is over, with a
  /// place that it has taken or without.
  func attach(_ call: @escaping @Sendable (ConnectionTicket, _ hasPlace: Bool) -> Void) {
    queue.withLock { $0.calls.append(call) }
  }

  /// Takes a place if there is one for whoever has not waited.
  func take() -> Bool { waitingCount == 0 && takePlace() }

  /// Lets a connection wait; false when too many do.
  func wait(_ ticket: ConnectionTicket) -> Bool {
    let isWaiting = queue.withLock { queue in
      guard queue.waiting.append(ticket) else { return false }
      waiting.add(1, ordering: .sequentiallyConsistent)
      return true
    }
    // A place that was given back before the ticket could be seen would be given to nobody.
    if isWaiting { fill() }
    return isWaiting
  }

  /// Gives a place back: to the one that waits longest.
  func give() {
    taken.subtract(1, ordering: .sequentiallyConsistent)
    if waitingCount > 0 { fill() }
  }

  /// Ends the wait of those whose time is over; to be called now and then.
  ///
  /// - Parameter now: milliseconds of the monotonic clock.
  func expire(at now: UInt64) {
    guard waitingCount > 0 else { return }
    while true {
      let end = queue.withLock { queue -> (@Sendable () -> Void)? in
        guard let ticket = queue.waiting.expired(at: now) else { return nil }
        waiting.subtract(1, ordering: .sequentiallyConsistent)
        let call = queue.calls[ticket.shard]
        return { call(ticket, false) }
      }
      guard let end else { return }
      end()
    }
  }

  /// Gives free places to those who wait.
  private func fill() {
    while true {
      let admit = queue.withLock { queue -> (@Sendable () -> Void)? in
        guard queue.waiting.count > 0, takePlace(), let ticket = queue.waiting.next() else {
          return nil
        }
        waiting.subtract(1, ordering: .sequentiallyConsistent)
        let call = queue.calls[ticket.shard]
        return { call(ticket, true) }
      }
      guard let admit else { return }
      admit()
    }
  }

  private func takePlace() -> Bool {
    var seen = taken.load(ordering: .relaxed)
    let countMax = self.countMax.load(ordering: .relaxed)
    while seen < countMax {
      let (exchanged, original) = taken.weakCompareExchange(
        expected: seen, desired: seen + 1, ordering: .sequentiallyConsistent)
      if exchanged { return true }
      seen = original
    }
    return false
  }
}
