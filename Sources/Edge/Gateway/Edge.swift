internal import Bytes
internal import ContentDelivery
internal import EventLoops
package import HTTPServer
package import Lifecycle
package import Persistence
package import Routing
package import SharedState
internal import Telemetry
package import WalrusUpstream

/// The whole server as one value: everything is running when `start` has returned it.
package final class Edge: Sendable {
  /// The version of this program.
  package static let version = "0.1.0"

  let content: ContentWiring
  let health: HealthWiring
  /// What lasts.
  package let database: any Database
  /// Every route that is answered.
  package let routes: [Route]
  let metering: MeteringWiring
  let defence: DefenceWiring
  /// What this edge shares with others.
  package let sharedState: any SharedStateStore
  private let listeners: HTTPListeners
  private let services: ServiceGroup
  private let readiness: Readiness
  private let limits: ShutdownLimits
  private let reconfigurations: Reconfigurations
  private let flush: @Sendable () async -> Void
  private let observe: @Sendable (LifecycleEvent) -> Void

  init(
    _ wiring: EdgeWiring, listeners: HTTPListeners, services: ServiceGroup,
    limits: ShutdownLimits, reconfigurations: Reconfigurations,
    observe: @escaping @Sendable (LifecycleEvent) -> Void,
    flush: @escaping @Sendable () async -> Void
  ) {
    content = wiring.content
    health = wiring.health
    database = wiring.database
    routes = wiring.plan.router.routes
    metering = wiring.callers.metering
    defence = wiring.defence
    sharedState = wiring.sharedState.store
    self.listeners = listeners
    self.services = services
    readiness = wiring.readiness
    self.limits = limits
    self.reconfigurations = reconfigurations
    self.observe = observe
    self.flush = flush
  }

  /// The port that all loops listen on.
  package var port: UInt16 { listeners.port }

  /// Connections and refusals, for tests and operators.
  package var statistics: ServerStatistics { listeners.statistics }

  /// What the edge holds now, gathered loop by loop: each number is right, but not all are of
  /// the same instant.
  package func counts() async -> EdgeCounts {
    var counts = EdgeCounts()
    counts.connections = statistics.openCount
    counts.exchanges = await content.clients.exchangeCount()
    for fills in await content.fills.counts() {
      counts.fills += fills.fillCount
      counts.streams += fills.streamCount
    }
    for shard in await content.contents.counts() {
      counts.contents += shard.homeCount
      counts.memoryBytes += shard.usedBytes
      counts.memoryLimit += shard.limitBytes
      counts.borrowedHits += Int(shard.borrowedHits)
    }
    for index in 0..<content.contents.count {
      counts.memoryPeak += await content.contents[index].run { $0.budget.peakCount }
    }
    return counts
  }

  /// What is known of every aggregator and publisher at this moment.
  package var endpoints: [EndpointReport] { content.pools.flatMap { $0.reports() } }

  /// Puts those settings into force that are declared reloadable, without touching a connection;
  /// the others are left alone.
  package func reconfigure(_ settings: GatewaySettings) async {
    await reconfigurations.apply(settings)
  }

  /// Stops in phases, each with its deadline: not ready, not accepting, drained, services
  /// stopped in reverse order, logs flushed.
  ///
  /// - Parameter interrupted: returns when the rest is to be skipped, as after a second signal.
  package func stop(
    interrupted: (@Sendable () async -> Void)? = nil
  ) async -> ShutdownReport {
    let listeners = listeners
    let drainMilliseconds = ServerSettings.milliseconds(limits.drain)
    let shutdown = GracefulShutdown(
      readiness: readiness, limits: limits, services: services,
      stopAccepting: { await listeners.stopAccepting() },
      drain: { await listeners.drain(milliseconds: drainMilliseconds) }, flush: flush,
      observe: observe)
    return await shutdown.run(interrupted: interrupted)
  }
}
