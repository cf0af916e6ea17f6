internal import RedisStore
internal import Resilience
internal import Settings
internal import EventLoops
internal import Glibc
internal import Health
internal import Persistence
internal import SharedState
internal import Telemetry
internal import WalrusUpstream

/// How each component is looked at. A look decides nothing: the board does, by several of them.
struct ComponentProbes: Sendable {
  /// Shares of the memory from which on the process is strained, and from which on it fails.
  private static let memoryStrained = 0.85
  private static let memoryFailing = 0.95
  /// Lateness of an event loop that is a strain.
  private static let lagMax = Duration.milliseconds(250)

  let settings: HealthSettings
  let dataDirectory: String
  let database: EdgeDatabase
  let sharedState: SharedStateWiring
  let pools: [EndpointPool]
  let observers: ShardObservers
  /// The names of the loops, in their order.
  let loopNames: [String]
  let pool: BlockingPool
  /// Bytes that the process takes of the memory; nil when the system does not say.
  let residentBytes: @Sendable () -> Int?

  /// Looks at a component.
  func look(at component: HealthComponent) async -> ComponentObservation {
    switch component {
    case .database: await lookAtDatabase()
    case .sharedState: await lookAtSharedState()
    case .aggregators: Self.judged(reports(.aggregator))
    case .publishers: Self.judged(reports(.publisher))
    case .disk: await lookAtDisk()
    case .memory: lookAtMemory()
    case .loops: lookAtLoops()
    }
  }

  private func lookAtDatabase() async -> ComponentObservation {
    // Past the breaker: somebody has to find out whether the database is back.
    let health = await database.health()
    if let failure = health.failure { return .failing("\(failure)") }
    return timed(health.latency)
  }

  private func lookAtSharedState() async -> ComponentObservation {
    let health = sharedState.store.health
    switch health.state {
    case .local: return .healthy(latency: nil)
    case .away: return .failing("the server is away, limits are local")
    case .connected:
      if await sharedState.breaker()?.state == .open {
        return .failing("the server takes too long to answer, limits are local")
      }
      return timed(health.latency)
    }
  }

  private func timed(_ latency: Duration?) -> ComponentObservation {
    guard let latency, latency > settings.latencyMax else { return .healthy(latency: latency) }
    return .strained("it answers slowly", latency: latency)
  }

  private func reports(_ kind: EndpointKind) -> [EndpointReport] {
    pools.filter { $0.kind == kind }.flatMap { $0.reports() }
  }

  /// What the endpoints of one kind come to: without any there is nothing that could fail.
  static func judged(_ reports: [EndpointReport]) -> ComponentObservation {
    let asked = reports.filter { [.ready, .returning].contains($0.state) }
    guard !reports.isEmpty else { return .healthy(latency: nil) }
    guard !asked.isEmpty else { return .failing("none of \(reports.count) is asked") }
    let latency = asked.compactMap(\.average).min()
    guard asked.count * 2 >= reports.count else {
      return .strained("only \(asked.count) of \(reports.count) are asked", latency: latency)
    }
    return .healthy(latency: latency)
  }

  private func lookAtDisk() async -> ComponentObservation {
    let path = dataDirectory
    let share: Double?
    do { share = try await pool.run { Self.freeShare(of: path) } } catch {
      return .strained("no thread was free to look")
    }
    guard let share else { return .failing("the data directory cannot be looked at") }
    let wanted = Double(settings.diskFreePercent) / 100
    let words = "\(Int(share * 100)) % of the data directory's space is free"
    if share < wanted / 5 { return .failing(words) }
    return share < wanted ? .strained(words) : .healthy(latency: nil)
  }

  /// The share of a file system that may still be written; nil when it cannot be asked.
  static func freeShare(of path: String) -> Double? {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0, status.f_blocks > 0 else { return nil }
    return Double(status.f_bavail) / Double(status.f_blocks)
  }

  private func lookAtMemory() -> ComponentObservation {
    guard let used = residentBytes() else { return .strained("the system does not tell") }
    let allowed = settings.memoryMax?.bytes ?? Machine.memoryAllowedBytes
    guard allowed > 0 else { return .healthy(latency: nil) }
    let share = Double(used) / Double(allowed)
    let words = "\(used >> 20) MiB of \(allowed >> 20) MiB are in use"
    if share >= Self.memoryFailing { return .failing(words) }
    return share >= Self.memoryStrained ? .strained(words) : .healthy(latency: nil)
  }

  private func lookAtLoops() -> ComponentObservation {
    let now = EventLoop.nowNanoseconds
    let lags = zip(loopNames, observers.lags).map { ($0, $1.current(at: now)) }
    guard let worst = lags.max(by: { $0.1 < $1.1 }) else { return .healthy(latency: nil) }
    let lag = Duration.nanoseconds(Int64(worst.1))
    if lag >= settings.loopStuckTime { return .failed("\(worst.0) does not come round") }
    guard lag < Self.lagMax else { return .strained("\(worst.0) is late", latency: lag) }
    return .healthy(latency: lag)
  }
}
