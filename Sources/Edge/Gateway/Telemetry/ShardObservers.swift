internal import EventLoops
internal import Synchronization
internal import Telemetry

/// The observers of all shards, so that lines which wait are handed over now and then.
final class ShardObservers: Sendable {
  private struct Kept: Sendable {
    var observers: [LoopBound<ShardObserver>] = []
    var timers: [LoopBound<LoopTimer>] = []
  }

  private static let flushMilliseconds: UInt64 = 250

  private let kept = Mutex(Kept())

  /// Keeps the observer of a shard; called on its loop.
  func keep(_ observer: ShardObserver, of index: Int, on loop: EventLoop) {
    let bound = LoopBound(observer, loop: loop)
    kept.withLock { $0.observers.append(bound) }
  }

  /// Begins to hand over lines that have waited long enough.
  @Sendable func start() async {
    for observer in kept.withLock({ $0.observers }) {
      let timer = await observer.loop.perform {
        let timer = LoopTimer(loop: observer.loop)
        timer.start(milliseconds: Self.flushMilliseconds, repeating: Self.flushMilliseconds) {
          observer.value.flushRipe()
        }
        return LoopBound(timer, loop: observer.loop)
      }
      kept.withLock { $0.timers.append(timer) }
    }
  }

  /// Hands over every line.
  @Sendable func stop() async {
    let (observers, timers) = kept.withLock { ($0.observers, $0.timers) }
    for timer in timers { await timer.loop.perform { timer.value.close() } }
    for observer in observers { await observer.loop.perform { observer.value.flush() } }
  }
}
