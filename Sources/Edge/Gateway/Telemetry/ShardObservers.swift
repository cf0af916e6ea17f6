internal import EventLoops
internal import Locks
internal import Telemetry

/// The observers of all shards, so that lines which wait are handed over now and then.
final class ShardObservers: Sendable {
  private struct Kept: Sendable {
    let observer: LoopBound<ShardObserver>
    let tally: AccessLogTally
    let flushing = RepeatedWork()
  }

  private static let flushMilliseconds: UInt64 = 250

  private let kept = Mutex<[Kept]>([])

  /// Keeps the observer of a shard; called on its loop.
  func keep(_ observer: ShardObserver, on loop: EventLoop) {
    let bound = LoopBound(observer, loop: loop)
    let tally = observer.tally
    kept.withLock { $0.append(Kept(observer: bound, tally: tally)) }
  }

  /// Lines of the access log lost so far.
  var droppedLineCount: UInt64 {
    kept.withLock { $0.reduce(0) { $0 + $1.tally.droppedCount } }
  }

  /// Logs another choice of requests from now on.
  func sample(_ sampling: AccessSampling) async {
    for each in kept.withLock({ $0 }) {
      let observer = each.observer
      await observer.loop.perform { observer.value.sample(sampling) }
    }
  }

  /// Begins to hand over lines that have waited long enough.
  @Sendable func start() async {
    for each in kept.withLock({ $0 }) {
      let observer = each.observer
      await each.flushing.begin(on: observer.loop, every: Self.flushMilliseconds) {
        observer.value.flushRipe()
      }
    }
  }

  /// Hands over every line.
  @Sendable func stop() async {
    for each in kept.withLock({ $0 }) {
      let observer = each.observer
      await each.flushing.end()
      await observer.loop.perform { observer.value.flush() }
    }
  }
}
