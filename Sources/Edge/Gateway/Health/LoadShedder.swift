internal import Capabilities
internal import EventLoops
internal import Synchronization

/// Whether load is shed: switched on for a while by what recovers the edge, and asked by every loop
/// without a lock.
final class LoadShedder: LoadShedding {
  private let until = Atomic<UInt64>(0)
  private let refused = Atomic<Int>(0)
  private let now: @Sendable () -> UInt64

  /// Takes whatever comes, until told otherwise.
  ///
  /// - Parameter now: a monotonic clock in nanoseconds.
  init(now: @escaping @Sendable () -> UInt64 = { EventLoop.nowNanoseconds }) { self.now = now }

  /// Refuses new work from now on for so long.
  func begin(for time: Duration) {
    until.store(now() &+ UInt64(max(time / .nanoseconds(1), 0)), ordering: .relaxed)
  }

  /// Takes whatever comes again.
  func end() { until.store(0, ordering: .relaxed) }

  /// Whether new work is refused.
  var isOn: Bool { now() < until.load(ordering: .relaxed) }

  /// How often work was refused.
  var refusedCount: Int { refused.load(ordering: .relaxed) }

  func refusal() -> Int? {
    let end = until.load(ordering: .relaxed)
    // Nothing is shed nearly always: then not even the clock is read.
    guard end > 0 else { return nil }
    let now = now()
    guard now < end else { return nil }
    refused.add(1, ordering: .relaxed)
    return Int(min((end - now) / 1_000_000_000 + 1, 3600))
  }
}
