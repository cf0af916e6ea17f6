package import Telemetry

/// The metrics of reading from IPFS.
package struct IPFSMetrics: Sendable {
  let blocks: Counter

  /// Declares the metrics.
  package init(in registry: inout MetricRegistry) {
    blocks = registry.counter(
      "ipfs_blocks_total", "What became of blocks that gateways of IPFS were asked for.",
      .each("outcome", BlockOutcome.allCases.map(\.rawValue)))
  }

  /// Writes the metrics of one shard, on its loop.
  package struct Shard {
    private let metrics: IPFSMetrics
    private let shard: MetricShard

    /// The metrics of a shard.
    package init(_ metrics: IPFSMetrics, shard: MetricShard) {
      self.metrics = metrics
      self.shard = shard
    }

    /// Counts what became of a block.
    func note(_ outcome: BlockOutcome) {
      shard.add(metrics.blocks, at: BlockOutcome.allCases.firstIndex(of: outcome) ?? 0)
    }
  }
}
