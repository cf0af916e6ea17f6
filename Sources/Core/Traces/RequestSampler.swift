/// Puts requests into traces and decides which are recorded; one for each shard.
package struct RequestSampler: Sendable {
  private let policy: SamplingPolicy
  /// Random numbers below it mean that a request is recorded; nil for all.
  private let threshold: UInt64?
  private var random: TraceRandom

  /// Whether a request without `traceparent` never gets into a trace.
  package let isIdle: Bool

  /// A sampler whose decisions and ids come from this generator.
  package init(_ policy: SamplingPolicy, random: TraceRandom) {
    self.policy = policy
    self.random = random
    let ratio = policy.isRecording ? min(max(policy.ratio, 0), 1) : 0
    threshold = ratio >= 1 ? nil : UInt64(ratio * 0x1p64)
    isIdle = threshold == 0
  }

  /// A sampler that records nothing.
  package static var off: RequestSampler {
    var system = SystemRandomNumberGenerator()
    return RequestSampler(.off, random: TraceRandom(seededBy: &system))
  }

  /// The place of a request whose caller said nothing: in a new trace when it is to be recorded, in
  /// none else.
  package mutating func begin() -> RequestTrace {
    guard isChosen(), let traceID = TraceID(high: random.next(), low: random.nextID()) else {
      return .none
    }
    return place(in: traceID, under: nil, isSampled: true)
  }

  /// The place of a request in its caller's trace.
  ///
  /// The choice never goes by the trace's id, which the caller has chosen too.
  package mutating func begin(under parent: TraceParent) -> RequestTrace {
    let isSampled =
      policy.isRecording && (policy.trustsParent ? parent.isSampled : isChosen())
    return place(in: parent.traceID, under: parent.spanID, isSampled: isSampled)
  }

  private mutating func place(
    in traceID: TraceID, under parentID: SpanID?, isSampled: Bool
  ) -> RequestTrace {
    guard let spanID = SpanID(random.nextID()) else { return .none }
    return RequestTrace(
      traceID: traceID, spanID: spanID, parentID: parentID, isSampled: isSampled)
  }

  private mutating func isChosen() -> Bool {
    guard let threshold else { return true }
    return threshold > 0 && random.next() < threshold
  }
}
