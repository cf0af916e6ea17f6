internal import AddressScreening
internal import Bytes
internal import Capabilities
internal import ContentDelivery
internal import HTTP
internal import Metering
internal import Routing
internal import Telemetry
internal import Traces

/// Counts each finished request of one shard and writes its line of the access log.
///
/// Called on the cached path: plain additions and one formatted line, nothing allocated.
final class ShardObserver: RequestObserver {
  private let metrics: EdgeMetrics
  private let shard: MetricShard
  private let log: AccessLog
  private let routes: LabelTable
  private let statistics: ContentStatistics
  private let metering: AdmissionShard
  private let slowRequests: SlowRequestLog
  private let addresses: AddressRules
  /// Spans of requests that are recorded.
  private let spans: RequestSpanBuffer

  init(
    metrics: EdgeMetrics, shard: MetricShard, log: AccessLog, routes: [String],
    statistics: ContentStatistics, metering: AdmissionShard, slowRequests: SlowRequestLog,
    addresses: AddressRules, spans: RequestSpanBuffer
  ) {
    self.slowRequests = slowRequests
    self.addresses = addresses
    self.spans = spans
    self.metrics = metrics
    self.shard = shard
    self.log = log
    self.metering = metering
    self.routes = LabelTable(routes)
    self.statistics = statistics
  }

  func finished(
    _ outcome: RequestOutcome, method: Method, target: Span<UInt8>, context: RequestContext
  ) {
    let result = outcome.cache.index
    let routes = self.routes
    let route = min(Int(outcome.route), routes.count - 1)
    let nanoseconds = context.elapsedNanoseconds
    shard.add(
      metrics.requests,
      at: metrics.requestSeries.index(method, route: route, status: Int(outcome.status)))
    shard.observe(metrics.duration, at: result, nanoseconds)
    shard.observe(metrics.routeDuration, at: route, nanoseconds)
    if result > 0 { shard.add(metrics.cache, at: result) }
    shard.add(metrics.servedBytes, at: result, UInt64(max(0, outcome.bodyCount)))
    metering.record(outcome, context: context)
    if slowRequests.counts(context) {
      slowRequests.note(outcome, route: routes[route], context: context, shard: shard)
    }
    // What could not be read as a request never came to a guard.
    if target.isEmpty, Self.isOffence(outcome.status) {
      addresses.note(.refused, of: context.peer, at: context.nowSeconds)
    }
    count(outcome, target: target, context: context, nanoseconds: nanoseconds)
    // A query may hold a secret, such as the signature of an address.
    let pathEnd = target.firstIndex(of: UInt8(ascii: "?")) ?? target.count
    var trace: AccessTrace?
    if context.hasTrace {
      trace = note(outcome, method, target: target, context: context, nanoseconds: nanoseconds)
    }
    unsafe log.record(
      AccessRecord(
        method: method.name, route: routes[route], path: target.extracting(..<pathEnd).bytes,
        status: Int(outcome.status), bytesSent: Int(outcome.bodyCount),
        durationMicroseconds: Int(nanoseconds / 1000), cache: Self.name(of: outcome.cache),
        peer: context.peerText.bytes, requestID: context.id.bytes, protocolName: "HTTP/1.1",
        trace: trace),
      at: WallTime(nanosecondsSinceEpoch: context.wallNanoseconds))
  }

  /// Whether a refusal of what was never read as a request speaks against the client: that the
  /// server is full does not, and a head that was late may have come over a slow line.
  private static func isOffence(_ status: UInt16) -> Bool {
    status >= 400 && status != Status.requestTimeout.code
      && status != Status.serviceUnavailable.code
  }

  /// Counts a request for content that was answered, for the content.
  @inline(__always)
  private func count(
    _ outcome: RequestOutcome, target: Span<UInt8>, context: RequestContext, nanoseconds: UInt64
  ) {
    let isHit = outcome.cache == .hit || outcome.cache == .stale
    guard outcome.cache != .none, outcome.status < 400, statistics.counts(isHit: isHit) else {
      return
    }
    statistics.record(
      ContentAccess(
        isHit: isHit, bytes: outcome.bodyCount, nanoseconds: nanoseconds,
        seconds: context.wallNanoseconds / 1_000_000_000),
      target: target)
  }

  /// Keeps the span of a request that is recorded; what the access log says of its trace.
  @inline(never)
  private func note(
    _ outcome: RequestOutcome, _ method: Method, target: Span<UInt8>, context: RequestContext,
    nanoseconds: UInt64
  ) -> AccessTrace {
    let trace = context.trace
    if trace.isSampled {
      spans.append { span in
        span.place = trace
        // The clock of the log is as old as the loop's turn, and would end the span before its parts.
        span.end = WallTime.now().nanosecondsSinceEpoch
        span.nanoseconds = nanoseconds
        span.status = outcome.status
        span.bodyCount = outcome.bodyCount
        span.method = method.rawValue
        span.route = outcome.route
        span.cache = outcome.cache.rawValue
        span.peer = context.peer
        span.keep(target: target, id: context.id)
      }
    }
    return AccessTrace(
      traceHigh: trace.traceID.high, traceLow: trace.traceID.low, span: trace.spanID.word)
  }

  /// Takes away the spans of recorded requests, and says how many were lost so far.
  func takeSpans() -> (spans: [RequestSpan], droppedCount: Int) {
    (spans.drain(), spans.droppedCount)
  }

  /// How many lines were lost; any thread may read it.
  var tally: AccessLogTally { log.tally }

  /// Logs another choice of requests from now on.
  func sample(_ sampling: AccessSampling) { log.sampling = sampling }

  /// Counts how late the loop was, in nanoseconds.
  func observe(lag: UInt64) {
    shard.observe(metrics.loopLag, lag)
    statistics.tick()
  }

  /// Called now and then: hands over lines that have waited long enough.
  func flushRipe() { log.flushRipe(at: .now()) }

  /// Hands over every line.
  func flush() { log.flush() }

  private static func name(of result: RequestOutcome.CacheResult) -> StaticString {
    switch result {
    case .none: "-"
    case .hit: "HIT"
    case .miss: "MISS"
    case .collapsed: "COLLAPSED"
    case .stale: "STALE"
    case .bypass: "BYPASS"
    case .negativeHit: "NEGATIVE"
    }
  }
}
