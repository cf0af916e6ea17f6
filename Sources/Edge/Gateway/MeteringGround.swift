internal import Capabilities
internal import ContentDelivery
internal import EventLoops
internal import Glibc
internal import Metering
internal import Persistence
internal import SharedState

/// What is known of callers and their usage before there is anybody to tell: accounts and tokens
/// stand on it, and metering is put on top of both.
struct MeteringGround: Sendable {
  let state: AdmissionState
  let meters: Meters
  /// Has this edge forget credentials at once; also for what other edges say.
  let changes: GrantInvalidation
  /// What was used, for bills.
  let usage: UsageStore
  /// What users see of it.
  let dashboard: UsageDashboard
  /// Whether limits are those of several edges.
  let isShared: Bool
  /// The wall clock in seconds since 1970.
  let now: @Sendable () -> Int64

  /// - Parameter database: may be opened later.
  init(
    _ settings: GatewaySettings, database: any Database, sharedState: any SharedStateStore
  ) {
    let now: @Sendable () -> Int64 = { Int64(time(nil)) }
    let addresses = settings.limits.anonymousPerMinute.map { limit in
      AddressLimits(
        limit: Int64(limit), addressesMax: settings.limits.addressesMax,
        exemptsLoopback: settings.limits.exemptsLoopback,
        key: (.random(in: .min ... .max), .random(in: .min ... .max)),
        start: Int64(EventLoop.nowNanoseconds))
    }
    isShared = sharedState.health.state != .local
    state = AdmissionState(
      isContentPublic: settings.content.access == .anybody, addresses: addresses,
      holdSeconds: settings.limits.grantHold.components.seconds,
      grantsMax: settings.limits.grantsMax)
    meters = Meters(metersMax: settings.metering.metersMax, isShared: isShared)
    changes = GrantInvalidation(state, meters: meters, now: now)
    usage = UsageStore(database)
    dashboard = UsageDashboard(store: usage, meters: meters, now: now)
    self.now = now
  }
}
