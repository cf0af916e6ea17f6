internal import Capabilities
internal import ContentDelivery
internal import EventLoops
internal import Glibc
internal import Locks
internal import Metering
internal import Persistence
internal import Routing
internal import SharedState
internal import Telemetry

/// Admission, limits and metering, one part per loop.
final class MeteringWiring: Sendable {
  private let shards: LoopAdmission
  private let flusher: UsageFlusher
  private let interval: Duration
  private let flushing = Mutex<Task<Void, Never>?>(nil)

  /// Holds requests to their limits where they go past the cached path.
  let requests: MeteredRequests
  /// What it answers.
  let routes: [Route]

  /// - Parameter outlets: where it says what concerns others.
  init(
    _ settings: GatewaySettings, ground: MeteringGround, loops: [EventLoop],
    sharedState: any SharedStateStore, outlets: MeteringOutlets, registry: inout MetricRegistry,
    logger: Logger
  ) {
    let shards = LoopAdmission(ground.state, loops: loops)
    let leases =
      ground.isShared
      ? LeaseTaker(store: sharedState, percent: settings.limits.leasePercent) : nil
    let log = MeteringLog(outlets, logger: logger)
    flusher = UsageFlusher(
      shards: shards, meters: ground.meters, store: ground.usage, leases: leases, reports: log,
      habitLimits: settings.metering.habitLimits, retention: settings.metering.retention)
    MeteringMetrics.declare(
      in: &registry, meters: ground.meters, leases: leases, flusher: flusher, log: log)
    requests = MeteredRequests(
      ground.state, meters: ground.meters, shards: shards, usage: ground.usage, leases: leases,
      now: { EventLoop.nowNanoseconds })
    routes =
      outlets.owners.map {
        MeteringCapability(store: ground.usage, owners: $0, meters: ground.meters).routes
      } ?? []
    self.shards = shards
    interval = settings.metering.flushInterval
  }

  /// What decides on a loop who is answered there, and counts; called on it.
  func shard(of index: Int) -> AdmissionShard { shards.here(index) }

  /// Begins to store what is counted.
  @Sendable func start() async {
    let (flusher, interval) = (flusher, interval)
    flushing.withLock { flushing in
      flushing = Task {
        var tidiedAt = Int64(time(nil))
        while !Task.isCancelled {
          try? await Task.sleep(for: interval)
          let now = Int64(time(nil))
          await flusher.flush(at: now)
          if now / 60 != tidiedAt / 60 {
            tidiedAt = now
            await flusher.tidy(at: now)
          }
        }
      }
    }
  }

  /// Stores what was counted to the end.
  @Sendable func stop() async {
    let task = flushing.withLock { $0.take() }
    task?.cancel()
    await task?.value
    await flusher.finish(at: Int64(time(nil)))
  }
}
