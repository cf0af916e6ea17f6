package import Capabilities
package import Routing
internal import Settings
package import WalrusIdentity

/// Content delivery: Walrus content from memory, from the network on a miss, and into it.
///
/// Read first: `Routes/ContentRoutes.swift` is what is answered, `Operations/ServeContent.swift`
/// how. Hits are answered before any of this, by the inline responder of each shard.
package struct ContentDeliveryCapability: Capability {
  /// The settings that the capability reads.
  package typealias Section = ContentDeliverySettings

  package static let name = "content"
  package static let problems = ContentDeliveryProblems.all

  private let content: ContentRoutes
  private let statistics: StatisticsRoutes

  /// The capability over the shards of the process.
  ///
  /// - Parameters:
  ///   - encoding: of the network that blobs are stored on.
  ///   - offload: where ids are computed.
  package init(
    settings: ContentDeliverySettings, shards: FillShards, offload: any Offload,
    encoding: BlobEncoding = .network
  ) {
    let isContentDomain = settings.domainIsIsolated
    statistics = StatisticsRoutes(shards: shards.contents)
    content = ContentRoutes(
      serve: ServeContent(
        shards: shards, resolve: ResolvePatch(shards: shards, offload: offload),
        cut: CutPatch(
          shards: shards, offload: offload, encoding: encoding,
          bytesMax: settings.quilts.lengthMax.bytes),
        isContentDomain: isContentDomain,
        absentSeconds: settings.absentTime.components.seconds,
        staleSeconds: settings.staleTime.components.seconds,
        revalidateSeconds: settings.revalidateTime.components.seconds),
      list: ListPatches(shards: shards),
      store: StoreBlob(
        shards: shards, computeID: ComputeBlobID(offload: offload, encoding: encoding),
        bodyMax: settings.uploadMax.bytes, isContentDomain: isContentDomain,
        freshSeconds: settings.provenTime.components.seconds))
  }

  package var routes: [Route] { content.all + statistics.all }
}
