internal import Resilience

/// What waits to be sent, in order, so much at most, and when the next attempt is due: a state
/// machine that never sees a socket. Times are nanoseconds of a clock that only goes forward.
package struct ExportBacklog<Item: Sendable>: Sendable {
  /// What has become of everything so far.
  package struct Counts: Sendable, Hashable {
    /// Taken by the receiver, lost for want of room, and given up or refused.
    package var sent = 0
    package var dropped = 0
    package var failed = 0
  }

  /// Attempts for one batch.
  static var attemptsMax: Int { 6 }

  /// What has become of everything so far.
  package private(set) var counts = Counts()
  private var items: [Item] = []
  private let itemsMax: Int
  private let batchMax: Int
  private let backoff = Backoff(first: .seconds(1), longest: .seconds(30))
  private var attempts = 0
  private var notBefore: UInt64 = 0
  private var sending = 0

  /// Nothing that waits.
  package init(itemsMax: Int, batchMax: Int) {
    precondition(batchMax > 0 && itemsMax >= batchMax)
    self.itemsMax = itemsMax
    self.batchMax = batchMax
  }

  /// How much waits.
  package var count: Int { items.count }

  /// Adds what there is room for; the rest is lost and counted.
  package mutating func add(_ more: [Item]) {
    let room = max(itemsMax - items.count, 0)
    items += more.prefix(room)
    counts.dropped += max(more.count - room, 0)
  }

  /// The next batch, if there is one and its time has come; the verdict on it is owed.
  package mutating func next(at now: UInt64) -> [Item]? {
    guard sending == 0, !items.isEmpty, now >= notBefore else { return nil }
    sending = min(batchMax, items.count)
    return Array(items.prefix(sending))
  }

  /// What became of the last batch.
  ///
  /// - Parameters:
  ///   - rejected: how many of a batch that was taken were not.
  ///   - random: spreads those who failed together.
  package mutating func settle(
    _ verdict: DeliveryVerdict, rejected: Int = 0, at now: UInt64,
    using random: inout some RandomNumberGenerator
  ) {
    let count = sending
    sending = 0
    switch verdict {
    case .taken:
      let rejected = min(max(rejected, 0), count)
      counts.sent += count - rejected
      counts.failed += rejected
      finish(count)
    case .refused:
      counts.failed += count
      finish(count)
    case .later(let seconds):
      attempts += 1
      let delay =
        seconds.map { Duration.seconds($0) }
        ?? backoff.delay(beforeRetry: attempts, using: &random)
      notBefore = now &+ UInt64(max(delay / .nanoseconds(1), 0))
      guard attempts >= Self.attemptsMax else { return }
      // The receiver's wish for peace outlives the batch.
      attempts = 0
      counts.failed += count
      items.removeFirst(count)
    }
  }

  private mutating func finish(_ count: Int) {
    attempts = 0
    items.removeFirst(count)
  }
}
