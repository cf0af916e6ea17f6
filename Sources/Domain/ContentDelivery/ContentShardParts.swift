package import Capabilities
package import Telemetry

/// What content delivery needs of the outside on one shard; made on that shard's loop, and never
/// used elsewhere.
package struct ContentShardParts {
  package let blobs: any BlobSource
  package let quilts: any QuiltCatalog
  package let publisher: any BlobPublisher
  /// Whether nothing new is fetched for now.
  package let load: any LoadShedding
  package let metrics: ContentDeliveryMetrics.Shard?
  package let logger: Logger

  /// The parts of a shard.
  package init(
    blobs: any BlobSource, quilts: any QuiltCatalog, publisher: any BlobPublisher,
    load: any LoadShedding = LoadIsTaken(), metrics: ContentDeliveryMetrics.Shard? = nil,
    logger: Logger = Logger(label: "floe.content", handler: SilentLogHandler())
  ) {
    self.blobs = blobs
    self.quilts = quilts
    self.publisher = publisher
    self.load = load
    self.metrics = metrics
    self.logger = logger
  }
}
