internal import Bytes
internal import HTTP
internal import Routing
internal import Telemetry

/// Counts each finished request of one shard and writes its line of the access log.
///
/// Called on the cached path: plain additions and one formatted line, nothing allocated.
final class ShardObserver: RequestObserver {
  private let metrics: EdgeMetrics
  private let shard: MetricShard
  private let log: AccessLog
  private let routes: LabelTable

  init(metrics: EdgeMetrics, shard: MetricShard, log: AccessLog, routes: [String]) {
    self.metrics = metrics
    self.shard = shard
    self.log = log
    self.routes = LabelTable(routes)
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
    if result > 0 { shard.add(metrics.cache, at: result) }
    shard.add(metrics.servedBytes, at: result, UInt64(max(0, outcome.bodyCount)))
    unsafe log.record(
      AccessRecord(
        method: method.name.bytes.bytes, route: routes[route], path: target.bytes,
        status: Int(outcome.status), bytesSent: Int(outcome.bodyCount),
        durationMicroseconds: Int(nanoseconds / 1000), cache: Self.name(of: outcome.cache),
        peer: context.peerText.bytes, requestID: context.id.bytes, protocolName: "HTTP/1.1"),
      at: WallTime(nanosecondsSinceEpoch: context.wallNanoseconds))
  }

  /// How many lines were lost; any thread may read it.
  var tally: AccessLogTally { log.tally }

  /// Logs another choice of requests from now on.
  func sample(_ sampling: AccessSampling) { log.sampling = sampling }

  /// Counts how late the loop was, in nanoseconds.
  func observe(lag: UInt64) { shard.observe(metrics.loopLag, lag) }

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
