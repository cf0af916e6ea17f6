internal import Bytes
internal import Routing
internal import Telemetry

/// Counts the slow requests of one shard and logs one of them a second.
final class SlowRequestLog {
  private let metrics: SlowRequestMetrics
  private let logger: Logger
  private var pacing = LinePacing(everyNanoseconds: 1_000_000_000)

  init(_ metrics: SlowRequestMetrics, logger: Logger) {
    self.metrics = metrics
    self.logger = logger
  }

  /// Whether a request that is over was slow.
  @inline(__always)
  func counts(_ context: RequestContext) -> Bool { context.waitNanoseconds >= metrics.threshold }

  /// Counts a slow request, and logs it unless one was logged a moment ago.
  @inline(never)
  func note(
    _ outcome: RequestOutcome, route: RawSpan, context: RequestContext, shard: MetricShard
  ) {
    let nanoseconds = context.waitNanoseconds
    shard.add(metrics.count)
    guard let heldBack = pacing.next(at: context.startNanoseconds &+ nanoseconds) else { return }
    let more = heldBack > 0 ? "; \(heldBack) more since the last such line" : ""
    logger.warning(
      "A request was slow: its response began after \(nanoseconds / 1_000_000) ms\(more).",
      metadata: [
        "request": "\(context.idText)", "route": "\(Self.text(route))",
        "status": "\(outcome.status)",
        "milliseconds": "\(nanoseconds / 1_000_000)",
      ])
  }

  private static func text(_ bytes: RawSpan) -> String {
    let codes = (0..<bytes.byteCount).map {
      unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self)
    }
    return String(decoding: codes, as: UTF8.self)
  }
}
