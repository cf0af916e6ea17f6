internal import EventLoops
internal import HTTPClient
internal import Lifecycle
internal import Locks
internal import WalrusUpstream

/// Looks after the endpoints of the pools from one loop, beside what clients ask for.
final class ProbeService: Service {
  private let pools: [EndpointPool]
  private let settings: EndpointHealthSettings
  private let loop: EventLoop
  private let clients: ClientKeep
  private let prober = Mutex<LoopBound<EndpointProber>?>(nil)

  init(
    _ pools: [EndpointPool], settings: EndpointHealthSettings, loop: EventLoop,
    clients: ClientKeep
  ) {
    self.pools = pools
    self.settings = settings
    self.loop = loop
    self.clients = clients
  }

  /// Looks at every endpoint now; returns when it has begun.
  func lookNow() async {
    guard let prober = prober.withLock({ $0 }) else { return }
    await prober.loop.perform { prober.value.lookNow() }
  }

  func start() async {
    let started = await loop.perform { [pools, settings, loop, clients] in
      // A client of its own: a probe must not wait for a place among requests, nor take one.
      let client = UpstreamClient(
        loop: loop, settings: UpstreamClientSettings(userAgent: "floe/\(Edge.version)"))
      clients.keep(client, on: loop)
      let prober = EndpointProber(pools, client: client, settings: settings)
      prober.start()
      return LoopBound(prober, loop: loop)
    }
    prober.withLock { $0 = started }
  }

  /// What is under way ends with its client.
  func stop() async {
    guard let started = prober.withLock({ $0.take() }) else { return }
    await loop.perform { started.value.stop() }
  }
}
