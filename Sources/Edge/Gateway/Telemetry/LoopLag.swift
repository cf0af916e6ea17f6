internal import Synchronization

/// How late one event loop does what it should have done at a certain time: the wait that
/// everything else on the loop has too. Written on the loop, readable anywhere.
final class LoopLag: Sendable {
  /// How long the worst of a while is remembered, in nanoseconds; up to twice as long.
  private static let windowNanoseconds: UInt64 = 60_000_000_000

  private let interval: UInt64
  private let tickedAt: Atomic<UInt64>
  private let last = Atomic<UInt64>(0)
  private let worst = Atomic<UInt64>(0)
  private let worstBefore = Atomic<UInt64>(0)
  private let windowEnd: Atomic<UInt64>

  /// A clock that ticks every so many nanoseconds, from `now` on.
  init(everyNanoseconds interval: UInt64, now: UInt64) {
    self.interval = interval
    tickedAt = Atomic(now)
    windowEnd = Atomic(now &+ Self.windowNanoseconds)
  }

  /// The loop has come round; gives how late it was, in nanoseconds.
  func tick(at now: UInt64) -> UInt64 {
    let lag = lateness(at: now)
    if now >= windowEnd.load(ordering: .relaxed) {
      worstBefore.store(worst.load(ordering: .relaxed), ordering: .relaxed)
      worst.store(0, ordering: .relaxed)
      windowEnd.store(now &+ Self.windowNanoseconds, ordering: .relaxed)
    }
    if lag > worst.load(ordering: .relaxed) { worst.store(lag, ordering: .relaxed) }
    last.store(lag, ordering: .relaxed)
    tickedAt.store(now, ordering: .relaxed)
    return lag
  }

  /// The lag in nanoseconds: that of the last tick, or of the next one where it is overdue, so that
  /// a loop that is stuck is seen while it is.
  func current(at now: UInt64) -> UInt64 { max(last.load(ordering: .relaxed), lateness(at: now)) }

  /// The worst of the last minute or two, in nanoseconds.
  func peak(at now: UInt64) -> UInt64 {
    max(
      worst.load(ordering: .relaxed), worstBefore.load(ordering: .relaxed), current(at: now))
  }

  private func lateness(at now: UInt64) -> UInt64 {
    let due = tickedAt.load(ordering: .relaxed) &+ interval
    return now > due ? now - due : 0
  }
}
