internal import EventLoops
internal import Locks
internal import Telemetry
internal import Traces

/// The observers of all shards, so that lines which wait are handed over now and then.
final class ShardObservers: Sendable {
  private struct Kept: Sendable {
    let observer: LoopBound<ShardObserver>
    let tally: AccessLogTally
    let lag: LoopLag
    let flushing = RepeatedWork()
  }

  /// How often each loop comes round to hand over lines and to see how late it is.
  private static let flushMilliseconds: UInt64 = 250

  private let kept = Mutex<[Kept]>([])

  /// Keeps the observer of a shard; called on its loop.
  func keep(_ observer: ShardObserver, on loop: EventLoop) {
    let bound = LoopBound(observer, loop: loop)
    let tally = observer.tally
    let lag = LoopLag(
      everyNanoseconds: Self.flushMilliseconds * 1_000_000, now: EventLoop.nowNanoseconds)
    kept.withLock { $0.append(Kept(observer: bound, tally: tally, lag: lag)) }
  }

  /// How late each loop is, in the order of the loops.
  var lags: [LoopLag] { kept.withLock { $0.map(\.lag) } }

  /// Lines of the access log lost so far.
  var droppedLineCount: UInt64 {
    kept.withLock { $0.reduce(0) { $0 + $1.tally.droppedCount } }
  }

  /// Takes away the spans of requests that were recorded on all loops, and says how many were lost
  /// so far.
  func takeSpans() async -> (spans: [RequestSpan], droppedCount: Int) {
    var all: [RequestSpan] = []
    var dropped = 0
    for each in kept.withLock({ $0 }) {
      let observer = each.observer
      let taken = await observer.loop.perform { observer.value.takeSpans() }
      all += taken.spans
      dropped += taken.droppedCount
    }
    return (all, dropped)
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
      let lag = each.lag
      _ = lag.tick(at: EventLoop.nowNanoseconds)
      await each.flushing.begin(on: observer.loop, every: Self.flushMilliseconds) {
        observer.value.observe(lag: lag.tick(at: EventLoop.nowNanoseconds))
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
