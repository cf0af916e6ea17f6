internal import EventLoops
package import HTTPClient
internal import Resilience
internal import WalrusIdentity

/// Looks at every endpoint of some pools now and then, so that what is slow, ill or back is known
/// before a client's request finds out; and makes the trials that half-open breakers wait for.
///
/// Lives on one loop: create, start and stop it there.
package final class EndpointProber {
  private struct Round {
    let pool: EndpointPool
    var schedule: ProbeSchedule
    var underWay: Set<Int> = []
  }

  /// How often it is looked whether something is due.
  private static let tickMilliseconds: UInt64 = 1000
  /// The time that the first look at all endpoints is spread over.
  private static let firstRound = Duration.seconds(10)
  /// Probes of each pool at a time.
  private static let probesMax = 8

  private let client: UpstreamClient
  private let settings: EndpointHealthSettings
  private let timer: LoopTimer
  private var rounds: [Round]
  private var random = Chance()

  /// A prober at rest; it asks with this client, on its loop.
  package init(
    _ pools: [EndpointPool], client: UpstreamClient, settings: EndpointHealthSettings
  ) {
    self.client = client
    self.settings = settings
    timer = LoopTimer(loop: client.loop)
    var random = Chance()
    rounds = pools.map { pool in
      Round(
        pool: pool,
        schedule: ProbeSchedule(
          count: pool.count, interval: settings.probeInterval,
          first: min(Self.firstRound, settings.probeInterval), at: pool.instant, using: &random))
    }
  }

  /// Begins to look, unless the settings say never.
  package func start() {
    guard settings.isProbing else { return }
    let interval = UInt64(max(settings.probeInterval / .milliseconds(4), 1))
    let tick = min(Self.tickMilliseconds, interval)
    timer.start(milliseconds: tick, repeating: tick) { [self] in
      for index in rounds.indices { look(index) }
    }
  }

  /// Looks at every endpoint now, and again at those that answer until their breakers are closed.
  package func lookNow() {
    for index in rounds.indices {
      let pool = rounds[index].pool
      pool.retryOpenBreakers()
      for endpoint in 0..<pool.count where rounds[index].underWay.count < Self.probesMax {
        guard rounds[index].underWay.insert(endpoint).inserted else { continue }
        probe(endpoint, index, repeatsMax: settings.breakerSuccesses)
      }
    }
  }

  /// Begins no probe any more; the client's end ends those under way.
  package func stop() { timer.close() }

  private func look(_ index: Int) {
    let pool = rounds[index].pool
    var due = rounds[index].schedule.takeDue(at: pool.instant, using: &random)
    due += pool.trialsDue().filter { !due.contains($0) }
    for endpoint in due {
      guard rounds[index].underWay.count < Self.probesMax else { return }
      guard rounds[index].underWay.insert(endpoint).inserted else { continue }
      probe(endpoint, index)
    }
  }

  /// - Parameter repeatsMax: how often it is probed again while it answers and its breaker waits for
  ///   more trials.
  private func probe(_ endpoint: Int, _ index: Int, repeatsMax: Int = 0) {
    let pool = rounds[index].pool
    let isAdmitted = pool.beginProbe(of: endpoint)
    let steps: [EndpointProbe.Step] =
      switch pool.kind {
      case .aggregator: [.status, .missing(path: "/v1/blobs/\(randomID())")]
      case .publisher: [.root]
      }
    EndpointProbe(
      of: pool.endpoints[endpoint], steps: steps, timeout: settings.probeTimeout, client: client
    ) { [self] verdict, status, latency in
      rounds[index].underWay.remove(endpoint)
      pool.endProbe(
        of: endpoint, verdict, status: status, latency: latency, isAdmitted: isAdmitted)
      guard repeatsMax > 0, verdict == .good, pool.trialsDue().contains(endpoint) else { return }
      rounds[index].underWay.insert(endpoint)
      probe(endpoint, index, repeatsMax: repeatsMax - 1)
    }.begin()
  }

  /// An id that nothing has.
  private func randomID() -> BlobID {
    BlobID(
      words: (
        random.next(), random.next(), random.next(), random.next()
      ))
  }
}
