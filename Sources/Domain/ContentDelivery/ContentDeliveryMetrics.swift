package import Telemetry

/// Every metric of content delivery, each with its sentence.
package struct ContentDeliveryMetrics: Sendable {
  let fills: Counter
  let slices: Counter
  let originBytes: Counter
  let verifications: Counter
  let quilts: Counter
  let memoryBytes: Gauge
  let memoryLimit: Gauge
  let contents: Gauge
  let pinnedBytes: Gauge

  /// Declares the metrics.
  package init(in registry: inout MetricRegistry) {
    fills = registry.counter(
      "content_fills_total", "What happened to fetches from origins.",
      .each("event", FillEvent.allCases.map(\.label)))
    slices = registry.counter(
      "content_slices_total", "What happened to slices of large contents.",
      .each("event", SliceEvent.allCases.map(\.label)))
    originBytes = registry.counter(
      "content_origin_bytes_total", "Bytes of content that came from origins.")
    verifications = registry.counter(
      "content_verifications_total", "What came of comparing content with its id or its digest.",
      .each("outcome", VerificationEvent.allCases.map(\.label)))
    quilts = registry.counter(
      "content_quilts_total", "What happened to quilts and their patches.",
      .each("event", QuiltEvent.allCases.map(\.label)))
    memoryBytes = registry.gauge(
      "content_memory_bytes", "Bytes of the memory tier in use, in flight and being sent included.")
    memoryLimit = registry.gauge(
      "content_memory_limit_bytes", "Bytes that the memory tier may use.")
    contents = registry.gauge("content_contents", "Contents in the memory tier.")
    pinnedBytes = registry.gauge("content_pinned_bytes", "Bytes of pinned content.")
  }

  /// Writes the metrics of one shard, on its loop.
  package struct Shard {
    let metrics: ContentDeliveryMetrics
    let shard: MetricShard

    /// The metrics of a shard.
    package init(_ metrics: ContentDeliveryMetrics, shard: MetricShard) {
      self.metrics = metrics
      self.shard = shard
    }

    /// Counts what happened to a fetch.
    func note(_ event: FillEvent) { shard.add(metrics.fills, at: event.rawValue) }

    /// Counts what came of checking content.
    func note(_ event: VerificationEvent) { shard.add(metrics.verifications, at: event.rawValue) }

    /// Counts what happened to a quilt.
    func note(_ event: QuiltEvent) { shard.add(metrics.quilts, at: event.rawValue) }

    /// Counts what happened to so many slices.
    func note(_ event: SliceEvent, count: Int) {
      shard.add(metrics.slices, at: event.rawValue, UInt64(count))
    }

    /// Counts bytes of an origin.
    func noteOriginBytes(_ count: Int) { shard.add(metrics.originBytes, UInt64(count)) }

    /// Shows what the shard holds; to be called now and then.
    package func show(_ counts: ShardCounts) {
      shard.set(metrics.memoryBytes, to: counts.usedBytes)
      shard.set(metrics.memoryLimit, to: counts.limitBytes)
      shard.set(metrics.contents, to: counts.homeCount)
      shard.set(metrics.pinnedBytes, to: counts.pinnedBytes)
    }
  }
}
