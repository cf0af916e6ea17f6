internal import Capabilities
internal import ContentDelivery
internal import EventLoops
internal import Glibc
internal import HTTPClient
internal import HTTP
internal import IPFSUpstream
internal import Routing
internal import Settings
internal import Locks
internal import Telemetry
internal import WalrusUpstream

/// Content delivery with its upstreams, one part per loop.
final class ContentWiring: Sendable {
  /// How often shards drop what is stale long since and show what they hold.
  private static let tendMilliseconds: UInt64 = 1000

  let contents: ContentShards
  let fills: FillShards
  let capability: ContentDeliveryCapability
  let purge: PurgeContent
  let preload: PreloadContent
  let pin: PinContent
  let shrink: ShrinkMemory
  let warm: WarmContent

  let loops: [EventLoop]
  let clients: ClientKeep
  /// The aggregators and the publishers with what is known of them.
  let pools: [EndpointPool]
  let limits: EndpointHealthSettings
  let probes: ProbeService
  private let tending = RepeatedWork()
  private let refilling = Mutex<Task<Void, Never>?>(nil)
  private let logger: Logger

  init(
    _ settings: GatewaySettings, loops: [EventLoop], pool: BlockingPool,
    load: any LoadShedding, registry: inout MetricRegistry, metrics: DeferredMetrics,
    logger: Logger
  ) {
    let contentMetrics = ContentDeliveryMetrics(in: &registry)
    let ipfsMetrics = IPFSMetrics(in: &registry)
    let clients = ClientKeep()
    let aggregators = Self.pool(.aggregator, settings.walrus.aggregatorsInForce, settings, logger)
    let publishers = Self.pool(.publisher, settings.walrus.publishersInForce, settings, logger)
    EndpointMetrics.declare(in: &registry, pools: [aggregators, publishers])
    let contents = ContentShards(
      on: loops,
      limits: settings.content.tierLimits(
        shardCount: loops.count, machineBytes: Machine.memoryBytes))
    let fills = FillShards(
      on: loops, contents: contents,
      limits: settings.content.fillLimits(shardCount: loops.count),
      isContentDomain: settings.content.domainIsIsolated,
      verification: Verification(
        settings.content.verificationPolicy(shardCount: loops.count),
        offload: PoolOffload(pool: pool), encoding: settings.encoding),
      now: { Int64(time(nil)) }
    ) { index in
      let shard = metrics.makeShard()
      return Self.parts(
        settings, aggregators, publishers, loop: loops[index], clients: clients, load: load,
        metrics: shard.map { ContentDeliveryMetrics.Shard(contentMetrics, shard: $0) },
        ipfsMetrics: shard.map { IPFSMetrics.Shard(ipfsMetrics, shard: $0) }, logger: logger)
    }
    self.loops = loops
    self.contents = contents
    self.fills = fills
    self.clients = clients
    pools = [aggregators, publishers]
    limits = settings.walrus.health
    probes = ProbeService(
      pools, settings: settings.walrus.health, loop: loops[0], clients: clients)
    capability = ContentDeliveryCapability(
      settings: settings.content, shards: fills, offload: PoolOffload(pool: pool),
      encoding: settings.encoding)
    let now: @Sendable () -> Int64 = { Int64(time(nil)) }
    purge = PurgeContent(shards: fills)
    let preload = PreloadContent(shards: fills, now: now)
    self.preload = preload
    shrink = ShrinkMemory(shards: contents)
    warm = WarmContent(shards: fills, preload: preload)
    pin = PinContent(
      shards: fills, offload: PoolOffload(pool: pool), encoding: settings.encoding,
      archive: FilePinArchive(directory: settings.dataDirectory, pool: pool),
      onContentDomain: settings.content.domainIsIsolated, now: now)
    self.logger = logger
  }

  /// Answers hits of a shard on its loop; `router` knows the numbers of the routes.
  func responder(
    of index: Int, router: Router, admission: any InlineAdmission
  ) -> any InlineResponder {
    ContentInlineResponder(
      shard: contents[index].here, admission: admission,
      routes: InlineRoutes(
        content: router.number(of: .get, "/cdn/{id}"),
        contentPatch: router.number(of: .get, "/cdn/{quilt}/{identifier*}"),
        blob: router.number(of: .get, "/v1/blobs/{id}"),
        object: router.number(of: .get, "/v1/blobs/by-object-id/{id}"),
        quiltPatch: router.number(of: .get, "/v1/blobs/by-quilt-patch-id/{id}"),
        namedPatch: router.number(of: .get, "/v1/blobs/by-quilt-id/{quilt}/{identifier}"),
        cid: router.number(of: .get, "/ipfs/{cid}")))
  }

  /// Connects the shards with each other, and has each look after what it holds.
  @Sendable func start() async {
    fills.connect()
    guard let loop = loops.first else { return }
    await tending.begin(on: loop, every: Self.tendMilliseconds) { [fills] in fills.tend() }
    let task = Task { [pin, logger] in
      do { try await pin.refill() } catch {
        logger.error("the list of pinned contents cannot be read: \(String(describing: error))")
      }
    }
    refilling.withLock { $0 = task }
  }

  /// Ends what is still asked of upstreams.
  @Sendable func stop() async {
    refilling.withLock { $0 }?.cancel()
    await tending.end()
    await clients.closeAll()
    await refilling.withLock { $0.take() }?.value
  }

  /// What all loops know of the endpoints of one kind.
  private static func pool(
    _ kind: EndpointKind, _ endpoints: [WalrusEndpoint], _ settings: GatewaySettings,
    _ logger: Logger
  ) -> EndpointPool {
    EndpointPool(
      kind: kind, endpoints: endpoints, settings: settings.walrus.health,
      logger: logger
    ) {
      .nanoseconds(Int64(EventLoop.nowNanoseconds))
    }
  }

  /// What belongs to one loop; called there.
  private static func parts(
    _ all: GatewaySettings, _ aggregators: EndpointPool, _ publishers: EndpointPool,
    loop: EventLoop, clients: ClientKeep, load: any LoadShedding,
    metrics: ContentDeliveryMetrics.Shard?,
    ipfsMetrics: IPFSMetrics.Shard?, logger: Logger
  ) -> ContentShardParts {
    let settings = all.walrus
    var clientSettings = UpstreamClientSettings(userAgent: "floe/\(Edge.version)")
    clientSettings.connectionsPerHostMax = settings.connectionsPerHostMax
    let client = UpstreamClient(loop: loop, settings: clientSettings)
    clients.keep(client, on: loop)
    let source = WalrusBlobSource(
      client: client, endpoints: aggregators.endpoints, selection: aggregators,
      settings: settings)
    let ipfs = IPFSBlobSource(
      client: client, settings: all.ipfs, start: UInt64.random(in: 0..<UInt64.max),
      metrics: ipfsMetrics)
    return ContentShardParts(
      blobs: BlobSourceOfEachNetwork(walrus: source, ipfs: ipfs),
      quilts: WalrusQuiltCatalog(source),
      publisher: WalrusBlobPublisher(
        client: client, endpoints: publishers.endpoints, selection: publishers,
        settings: settings),
      load: load, metrics: metrics, logger: logger)
  }
}
