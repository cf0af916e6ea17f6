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
  private let log: AccessLog?
  private let routes: [[UInt8]]

  init(metrics: EdgeMetrics, shard: MetricShard, log: AccessLog?, routes: [String]) {
    self.metrics = metrics
    self.shard = shard
    self.log = log
    self.routes = routes.map { Array($0.utf8) }
  }

  func finished(
    _ outcome: RequestOutcome, method: Method, target: Span<UInt8>, context: RequestContext
  ) {
    let result = Int(outcome.cache.rawValue)
    let route = min(Int(outcome.route), routes.count - 1)
    let statusClass = min(max(Int(outcome.status) / 100, 1), 5) - 1
    let measured = context.measuredNanoseconds
    let nanoseconds = measured > 0 ? measured : context.clock() &- context.startNanoseconds
    shard.add(
      metrics.requests,
      at: metrics.requests.series(EdgeMetrics.index(of: method), route, statusClass))
    shard.observe(metrics.duration, at: result, nanoseconds)
    if outcome.cache != .none { shard.add(metrics.cache, at: result) }
    shard.add(metrics.servedBytes, at: result, UInt64(max(0, outcome.bodyCount)))
    guard let log else { return }
    let now = WallTime(
      nanosecondsSinceEpoch: context.nowSeconds * 1_000_000_000
        + Int64(context.millisecondOfSecond) * 1_000_000)
    let name = routes[route]
    let nameSpan = name.span
    withPeer(context.peer) { peer in
      let id = context.id.span.extracting(0..<context.idCount)
      unsafe log.record(
        AccessRecord(
          method: method.name.bytes.bytes, route: nameSpan.bytes, path: target.bytes,
          status: Int(outcome.status), bytesSent: Int(outcome.bodyCount),
          durationMicroseconds: Int(nanoseconds / 1000), cache: Self.name(of: outcome.cache),
          peer: peer.bytes, requestID: id.bytes, protocolName: "HTTP/1.1"),
        at: now)
    }
  }

  /// Called now and then: hands over lines that have waited long enough.
  func flushRipe() { log?.flushRipe(at: .now()) }

  /// Hands over every line.
  func flush() { log?.flush() }

  private func withPeer(_ peer: PeerAddress, _ body: (Span<UInt8>) -> Void) {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: PeerAddress.textCountMax) {
      buffer in
      var output = unsafe OutputSpan<UInt8>(buffer: buffer, initializedCount: 0)
      peer.write(to: &output)
      body(output.span)
      _ = unsafe output.finalize(for: buffer)
    }
  }

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
