internal import EventLoops
internal import HTTPServer
internal import JSON
internal import Telemetry

/// What the process and its parts take of the machine, for metrics and operators.
final class SystemReport: Sendable {
  private let loops: [EventLoop]
  private let pool: BlockingPool
  private let statistics: ServerStatistics
  private let gate: ConnectionGate
  private let observers: ShardObservers

  init(
    loops: [EventLoop], pool: BlockingPool, statistics: ServerStatistics, gate: ConnectionGate,
    observers: ShardObservers
  ) {
    self.loops = loops
    self.pool = pool
    self.statistics = statistics
    self.gate = gate
    self.observers = observers
  }

  /// Declares what is read from here at a scrape.
  func declare(in registry: inout MetricRegistry) {
    let statistics = statistics
    let pool = pool
    let gate = gate
    _ = registry.gauge("http_connections", "Connections of clients now.") { _ in
      Double(statistics.openCount)
    }
    _ = registry.gauge("http_connections_max", "Connections of clients that are allowed at once.") {
      _ in Double(gate.connectionsMax)
    }
    _ = registry.counter("http_connections_total", "Connections of clients accepted.") { _ in
      Double(statistics.acceptedCount)
    }
    _ = registry.counter(
      "http_refused_requests_total", "Requests refused because they are not well-formed."
    ) { _ in Double(statistics.rejectedCount) }
    _ = registry.counter(
      "http_stalled_connections_total", "Connections ended because the client stood still."
    ) { _ in Double(statistics.stalledCount) }
    _ = registry.gauge("pool_busy_threads", "Threads of the blocking pool that work now.") { _ in
      Double(pool.busyCount)
    }
    _ = registry.gauge("pool_threads_max", "Threads that the blocking pool may have.") { _ in
      Double(pool.threadsMax)
    }
    _ = registry.gauge("pool_queued", "Pieces of work that wait for the blocking pool.") { _ in
      Double(pool.queuedCount)
    }
    _ = registry.gauge("pool_queue_max", "Pieces of work that may wait for the blocking pool.") {
      _ in Double(pool.queueMax)
    }
    _ = registry.gauge(
      "memory_available_bytes",
      "Memory that the process may have: the machine's, or that of its control group."
    ) { _ in Double(Machine.memoryAllowedBytes) }
  }

  /// The document for operators; `snapshot` has what the kernel says of the process.
  func json(_ snapshot: MetricSnapshot) -> JSONValue {
    let now = EventLoop.nowNanoseconds
    func number(_ name: String) -> Double? {
      guard case .number(let value) = snapshot.value(name), value.isFinite else { return nil }
      return value
    }
    func whole(_ name: String, times factor: Double = 1) -> JSONValue {
      number(name).map { .integer(Int64($0 * factor)) } ?? .null
    }
    return [
      "process": [
        "cpuMilliseconds": whole("process_cpu_seconds_total", times: 1000),
        "residentBytes": whole("process_resident_memory_bytes"),
        "virtualBytes": whole("process_virtual_memory_bytes"),
        "openFiles": whole("process_open_fds"), "openFilesMax": whole("process_max_fds"),
        "startedAt": whole("process_start_time_seconds"),
      ],
      "machine": [
        "processors": .integer(Int64(Machine.processorCount)),
        "memoryBytes": .integer(Int64(Machine.memoryAllowedBytes)),
      ],
      "loops": .array(
        zip(loops, observers.lags).map { loop, lag in
          [
            "name": .string(loop.name),
            "lagMicroseconds": .integer(Int64(lag.current(at: now) / 1000)),
            "lagPeakMicroseconds": .integer(Int64(lag.peak(at: now) / 1000)),
          ]
        }),
      "pool": [
        "busyThreads": .integer(Int64(pool.busyCount)),
        "threadsMax": .integer(Int64(pool.threadsMax)),
        "queued": .integer(Int64(pool.queuedCount)), "queueMax": .integer(Int64(pool.queueMax)),
      ],
      "connections": [
        "open": .integer(Int64(statistics.openCount)), "max": .integer(Int64(gate.connectionsMax)),
        "accepted": .integer(Int64(statistics.acceptedCount)),
        "stalled": .integer(Int64(statistics.stalledCount)),
        "refusedRequests": .integer(Int64(statistics.rejectedCount)),
      ],
    ]
  }
}
