internal import EventLoops
internal import Health
internal import Lifecycle
internal import Locks

/// Looks from a thread of its own whether every event loop comes round: what runs on loops or waits
/// for them would not notice.
final class LoopWatchdog: Service {
  private let observers: ShardObservers
  private let limit: Duration
  private let thread = BlockingPool(threadsMax: 1, queueMax: 1)
  private let isOver = Monitor(false)
  private let noticed: @Sendable (LoopWatch.Event) -> Void

  /// - Parameter noticed: told on the watchdog's thread, and must not wait.
  init(
    _ observers: ShardObservers, limit: Duration,
    noticed: @escaping @Sendable (LoopWatch.Event) -> Void
  ) {
    self.observers = observers
    self.limit = limit
    self.noticed = noticed
  }

  func start() async {
    _ = thread.submit { [observers, limit, isOver, noticed] in
      var watch = LoopWatch(limit: limit)
      while isOver.wait(within: limit / 5, { $0 ? true : nil }) == nil {
        let now = EventLoop.nowNanoseconds
        let lateness = observers.lags.map { Duration.nanoseconds(Int64($0.current(at: now))) }
        let events = watch.observed(lateness, at: .nanoseconds(Int64(now)))
        for event in events { noticed(event) }
      }
    }
  }

  func stop() async {
    isOver.withLock { $0 = true }
    isOver.signal()
    thread.stop()
  }
}
