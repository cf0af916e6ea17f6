internal import Locks
internal import Synchronization

/// Keeps the spans that have ended until they are taken away, so many at most; any thread may call.
///
/// Only work on tasks and the callbacks of fetches of recorded requests come here. What is answered
/// on the cached path goes into a `RequestSpanBuffer`, which has neither lock nor allocation.
package final class SpanRecorder: Sendable {
  private struct State: Sendable {
    var spans: [SpanRecord] = []
    var random: TraceRandom
  }

  private let state: Locks.Mutex<State>
  private let spansMax: Int
  private let dropped = Atomic<Int>(0)
  /// The wall clock in nanoseconds since 1970.
  let now: @Sendable () -> Int64

  /// A recorder without spans.
  package init(spansMax: Int, random: TraceRandom, now: @escaping @Sendable () -> Int64) {
    self.spansMax = spansMax
    self.now = now
    state = Locks.Mutex(State(random: random))
  }

  /// Spans that were lost because nobody took them away in time.
  package var droppedCount: Int { dropped.load(ordering: .relaxed) }

  /// An id for a span.
  func makeID() -> SpanID {
    SpanID(state.withLock { $0.random.nextID() }) ?? .none
  }

  /// Keeps a span, or counts it as lost.
  package func record(_ span: SpanRecord) {
    let isKept = state.withLock { state in
      guard state.spans.count < spansMax else { return false }
      state.spans.append(span)
      return true
    }
    if !isKept { dropped.wrappingAdd(1, ordering: .relaxed) }
  }

  /// Takes away everything that is kept.
  package func drain() -> [SpanRecord] {
    state.withLock { state in
      var spans: [SpanRecord] = []
      swap(&spans, &state.spans)
      return spans
    }
  }
}
