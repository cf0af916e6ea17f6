internal import ContentDelivery
internal import EventLoops
internal import Glibc
internal import HTTPClient
internal import HTTP
internal import Routing
internal import Settings
internal import Synchronization
internal import Telemetry
internal import WalrusUpstream

/// Content delivery with its upstreams, one part per loop.
final class ContentWiring: Sendable {
  /// How often shards drop what is stale long since and show what they hold.
  private static let tendMilliseconds: UInt64 = 1000

  let contents: ContentShards
  let fills: FillShards
  let capability: ContentDeliveryCapability

  let loops: [EventLoop]
  let clients: ClientKeep
  /// The aggregators and the publishers with what is known of them.
  let pools: [EndpointPool]
  let limits: EndpointHealthSettings
  let probes: ProbeService
  private let tending = RepeatedWork()

  init(
    _ settings: GatewaySettings, loops: [EventLoop], pool: BlockingPool,
    registry: inout MetricRegistry, metrics: DeferredMetrics
  ) {
    let contentMetrics = ContentDeliveryMetrics(in: &registry)
    let clients = ClientKeep()
    let aggregators = Self.pool(.aggregator, settings.walrus.aggregatorsInForce, settings)
    let publishers = Self.pool(.publisher, settings.walrus.publishersInForce, settings)
    EndpointMetrics.declare(in: &registry, pools: [aggregators, publishers])
    let contents = ContentShards(
      on: loops,
      limits: settings.content.tierLimits(
        shardCount: loops.count, machineBytes: Machine.memoryBytes))
    let fills = FillShards(
      on: loops, contents: contents,
      limits: settings.content.fillLimits(shardCount: loops.count),
      isContentDomain: settings.content.domainIsIsolated, now: { Int64(time(nil)) }
    ) { index in
      Self.parts(
        settings.walrus, aggregators, publishers, loop: loops[index], clients: clients,
        metrics: metrics.makeShard().map { ContentDeliveryMetrics.Shard(contentMetrics, shard: $0) }
      )
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
  }

  /// Answers hits of a shard on its loop; `router` knows the numbers of the routes.
  func responder(of index: Int, router: Router) -> any InlineResponder {
    ContentInlineResponder(
      shard: contents[index].here,
      routes: InlineRoutes(
        content: router.number(of: .get, "/cdn/{id}"),
        contentPatch: router.number(of: .get, "/cdn/{quilt}/{identifier*}"),
        blob: router.number(of: .get, "/v1/blobs/{id}"),
        object: router.number(of: .get, "/v1/blobs/by-object-id/{id}"),
        quiltPatch: router.number(of: .get, "/v1/blobs/by-quilt-patch-id/{id}"),
        namedPatch: router.number(of: .get, "/v1/blobs/by-quilt-id/{quilt}/{identifier}")))
  }

  /// Connects the shards with each other, and has each look after what it holds.
  @Sendable func start() async {
    fills.connect()
    guard let loop = loops.first else { return }
    await tending.begin(on: loop, every: Self.tendMilliseconds) { [fills] in fills.tend() }
  }

  /// Ends what is still asked of upstreams.
  @Sendable func stop() async {
    await tending.end()
    await clients.closeAll()
  }

  /// What all loops know of the endpoints of one kind.
  private static func pool(
    _ kind: EndpointKind, _ endpoints: [WalrusEndpoint], _ settings: GatewaySettings
  ) -> EndpointPool {
    EndpointPool(kind: kind, endpoints: endpoints, settings: settings.walrus.health) {
      .nanoseconds(Int64(EventLoop.nowNanoseconds))
    }
  }

  /// What belongs to one loop; called there.
  private static func parts(
    _ settings: WalrusUpstreamSettings, _ aggregators: EndpointPool, _ publishers: EndpointPool,
    loop: EventLoop, clients: ClientKeep, metrics: ContentDeliveryMetrics.Shard?
  ) -> ContentShardParts {
    var clientSettings = UpstreamClientSettings(userAgent: "floe/\(Edge.version)")
    clientSettings.connectionsPerHostMax = settings.connectionsPerHostMax
    let client = UpstreamClient(loop: loop, settings: clientSettings)
    clients.keep(client, on: loop)
    let source = WalrusBlobSource(
      client: client, endpoints: aggregators.endpoints, selection: aggregators,
      settings: settings)
    return ContentShardParts(
      blobs: source, quilts: WalrusQuiltCatalog(source),
      publisher: WalrusBlobPublisher(
        client: client, endpoints: publishers.endpoints, selection: publishers,
        settings: settings),
      metrics: metrics)
  }
}
