internal import EventLoops
internal import RedisStore
internal import SharedState
internal import Telemetry

/// What this edge shares with others: on a server when the settings name one, else in the process.
final class SharedStateWiring: Sendable {
  /// The store for whoever limits, counts, keeps sessions or sends messages.
  let store: any SharedStateStore
  private let redis: RedisSharedState?

  /// - Parameter given: takes the place of a store in the process.
  /// - Throws: `RedisAddress.Malformed`, or `TLSFailure` when the authorities cannot be read.
  init(
    _ settings: SharedStateSettings, instead given: (any SharedStateStore)? = nil,
    breaker: BreakerSettings.Thresholds, loops: [EventLoop], pool: BlockingPool,
    registry: inout MetricRegistry, logger: Logger
  ) throws {
    let now: @Sendable () -> SharedTime = {
      SharedTime(microseconds: WallTime.now().nanosecondsSinceEpoch / 1000)
    }
    let local = LocalSharedState(limits: settings.localLimits, now: now)
    guard let url = settings.url else {
      store = given ?? local
      redis = nil
      SharedStateMetrics.declare(in: &registry, store: store, redis: nil, fallback: nil)
      return
    }
    let log = SharedStateLog(logger)
    var limits = settings.redisLimits
    limits.breaker = breaker.limits
    let redis = try RedisSharedState(
      RedisAddress(url), limits: limits, authorities: settings.authoritiesFile,
      keyPrefix: settings.keyPrefix, loops: loops, pool: pool, now: now
    ) { log.note($0) }
    let fallback = SharedStateWithFallback(redis, local: local)
    self.redis = redis
    store = TracedSharedState(store: fallback)
    SharedStateMetrics.declare(in: &registry, store: fallback, redis: redis, fallback: fallback)
  }

  /// Whether there is a server.
  var hasServer: Bool { redis != nil }

  /// The breakers of all connections to the server; nil without one.
  func breaker() async -> RedisBreaker? { await redis?.breaker() }

  /// Tries every connection again that is away, at once.
  func reconnect() async { await redis?.reconnect() }

  /// Begins to connect; nobody waits for a server.
  func start() async { await redis?.start() }

  /// Ends every connection.
  func stop() async { await redis?.stop() }
}
