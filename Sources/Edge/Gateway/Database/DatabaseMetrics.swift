internal import Persistence
internal import Telemetry

/// What is counted of the database, declared once.
struct DatabaseMetrics: Sendable {
  /// What was asked.
  enum Operation: Int, CaseIterable, Sendable {
    case query, execute, batch, transaction
  }

  /// How it ended, in few words.
  enum Outcome: String, CaseIterable, Sendable {
    /// As it was meant to.
    case ok
    /// The statement or the body would not do: a constraint, a mistake.
    case refused
    /// It lost against others, once more than it was tried.
    case conflict
    /// Too many wait, or it took too long.
    case overloaded
    /// The database is away.
    case unavailable

    init(_ failure: DatabaseFailure?) {
      switch failure?.code {
      case nil: self = .ok
      case .serializationFailure: self = .conflict
      case .overloaded, .timedOut: self = .overloaded
      case .unavailable, .unusable: self = .unavailable
      default: self = .refused
      }
    }
  }

  private static let uses = ["idle", "busy"]

  private let operations: Counter
  private let duration: Histogram
  private let retries: Counter

  /// Declares them; `pool` gives the connections of the moment.
  init(_ registry: inout MetricRegistry, pool: @escaping @Sendable () -> DatabasePoolCounts) {
    operations = registry.counter(
      "database_operations_total", "What the database was asked, and how that ended.",
      .each("operation", Operation.allCases.map { "\($0)" })
        .by("outcome", Outcome.allCases.map(\.rawValue)))
    duration = registry.histogram(
      "database_operation_duration_seconds",
      "How long the database took for what it was asked, waiting for a connection included.")
    retries = registry.counter(
      "database_retries_total", "Attempts after the first, because others changed what was read.")
    _ = registry.gauge(
      "database_connections", "Connections to the database.", .each("use", Self.uses)
    ) { use in
      let counts = pool()
      return Double(use == 0 ? counts.open - counts.busy : counts.busy)
    }
    _ = registry.gauge(
      "database_waiting", "Requests that wait for a connection to the database."
    ) { _ in
      Double(pool().waiting)
    }
  }

  func note(
    _ operation: Operation, _ failure: DatabaseFailure?, nanoseconds: UInt64,
    in metrics: SharedMetrics
  ) {
    let series = operation.rawValue * Outcome.allCases.count
    let outcome = Outcome.allCases.firstIndex(of: Outcome(failure)) ?? 0
    metrics.add(operations, at: series + outcome)
    metrics.observe(duration, nanoseconds)
  }

  func noteRetry(in metrics: SharedMetrics) { metrics.add(retries) }
}
