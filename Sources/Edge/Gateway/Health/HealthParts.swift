internal import EventLoops
internal import Lifecycle

/// What is looked after.
struct HealthParts: Sendable {
  let readiness: Readiness
  let loops: [EventLoop]
  let pool: BlockingPool
  let observers: ShardObservers
  let database: EdgeDatabase
  let sharedState: SharedStateWiring
  let content: ContentWiring
  let mail: MailWiring
  let shedder: LoadShedder
  /// Bytes that the process takes of the memory; nil when the system does not say.
  let residentBytes: @Sendable () -> Int?
  /// How often it is looked at whether requests are as usual.
  let trafficPeriod: Duration
}
