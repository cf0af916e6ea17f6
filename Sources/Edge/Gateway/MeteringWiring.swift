internal import AddressScreening
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
  /// Has this edge forget credentials at once; also for what other edges say.
  let changes: GrantInvalidation
  /// What is remembered of look-ups past the cached path.
  let remembered: RememberedGrants
  /// What was used, for bills.
  let usage: UsageStore
  /// What users see of it.
  let dashboard: UsageDashboard
  /// Takes other limits for callers without a credential.
  let limits: LimitReconfiguration
  /// What it answers: nothing, unless it is known whose tokens are whose.
  let routes: [Route]

  /// - Parameters:
  ///   - rules: told of who goes over limits.
  ///   - outlets: where it says what concerns others.
  ///   - countries: knows where addresses are.
  init(
    _ settings: GatewaySettings, loops: [EventLoop], database: any Database,
    sharedState: any SharedStateStore, rules: AddressRules, outlets: MeteringOutlets,
    countries: (any CountryLookup)?, registry: inout MetricRegistry,
    logger: Logger
  ) {
    let now: @Sendable () -> Int64 = { Int64(time(nil)) }
    let isShared = sharedState.health.state != .local
    let addresses = settings.limits.anonymousPerMinute.map { limit in
      AddressLimits(
        limit: Int64(limit), addressesMax: settings.limits.addressesMax,
        exemptsLoopback: settings.limits.exemptsLoopback,
        key: (.random(in: .min ... .max), .random(in: .min ... .max)),
        start: Int64(EventLoop.nowNanoseconds))
    }
    limits = LimitReconfiguration(addresses)
    let state = AdmissionState(
      isContentPublic: settings.content.access == .anybody, addresses: addresses,
      holdSeconds: settings.limits.grantHold.components.seconds,
      grantsMax: settings.limits.grantsMax, countries: countries)
    let meters = Meters(metersMax: settings.metering.metersMax, isShared: isShared)
    let shards = LoopAdmission(state, loops: loops)
    let leases =
      isShared ? LeaseTaker(store: sharedState, percent: settings.limits.leasePercent) : nil
    let usage = UsageStore(database)
    let log = MeteringLog(outlets, logger: logger)
    flusher = UsageFlusher(
      shards: shards, meters: meters, store: usage, leases: leases, reports: log,
      habitLimits: settings.metering.habitLimits, retention: settings.metering.retention)
    MeteringMetrics.declare(
      in: &registry, meters: meters, leases: leases, flusher: flusher, log: log)
    requests = MeteredRequests(
      state, meters: meters, shards: shards, usage: usage, leases: leases,
      security: rules.counts, watch: rules, now: { EventLoop.nowNanoseconds })
    remembered = RememberedGrants(
      holdSeconds: settings.limits.grantHold.components.seconds, now: now)
    changes = GrantInvalidation(state, meters: meters, remembered: remembered, now: now)
    dashboard = UsageDashboard(store: usage, meters: meters, now: now)
    routes =
      outlets.owners.map {
        MeteringCapability(store: usage, owners: $0, meters: meters).routes
      } ?? []
    self.usage = usage
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
