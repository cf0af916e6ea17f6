package import Settings

/// How the edge looks after itself.
package struct HealthSettings: SettingsSection {
  package static let section = "health"

  /// How often it is looked, for how long, and how many looks decide.
  package var interval: Duration
  package var probeTimeout: Duration
  package var failures: Int
  package var successes: Int
  /// What is too slow, too full, too large or stuck.
  package var latencyMax: Duration
  package var diskFreePercent: Int
  package var memoryMax: ByteCount?
  package var loopStuckTime: Duration
  /// Whether requests are unwelcome without the database.
  package var databaseIsRequired: Bool?
  /// Whether and how often something is done about it.
  package var recovers: Bool
  package var coolDown: Duration
  package var attemptsMax: Int
  package var shedTime: Duration
  /// What is strange about requests.
  package var anomalyRequestsMin: Int
  package var anomalyErrorShare: Double
  package var anomalyLatency: Duration

  package init(reading reader: inout SettingsReader) {
    interval = reader.value(
      "interval", default: Duration.seconds(5), "How often each component is looked at.",
      range: .milliseconds(10) ... .seconds(600))
    probeTimeout = reader.value(
      "probe_timeout", default: Duration.seconds(3), "How long a look may take.",
      range: .milliseconds(10) ... .seconds(60))
    failures = reader.value(
      "failures", default: 3, "Bad looks in a row after which a component has failed.",
      range: 1...100)
    successes = reader.value(
      "successes", default: 2, "Good looks in a row after which it is well again.", range: 1...100)
    latencyMax = reader.value(
      "latency_max", default: Duration.seconds(1),
      "How long the database or shared state may take to answer before they count as degraded.",
      range: .milliseconds(1) ... .seconds(60))
    diskFreePercent = reader.value(
      "disk_free_percent", default: 10,
      "Free space of the data directory under which it is degraded; at a fifth of it it has failed.",
      range: 0...90)
    memoryMax = reader.value(
      "memory_max", default: ByteCount?.none,
      "Memory that the process may take; none is what the machine or its control group has. From "
        + "85 % on it is degraded, from 95 % on load is shed.")
    loopStuckTime = reader.value(
      "loop_stuck_time", default: Duration.seconds(5),
      "How long an event loop may not come round before it counts as stuck.",
      range: .milliseconds(500) ... .seconds(600))
    databaseIsRequired = reader.value(
      "database_required", default: Bool?.none,
      "Whether /health/ready says no while the database has failed; none means where content "
        + "needs a token.")
    recovers = reader.value(
      "recovery", default: true,
      "Whether something is done about what is wrong, or it is only told.")
    coolDown = reader.value(
      "recovery_cool_down", default: Duration.seconds(30),
      "How long it takes at least until the same is done again.",
      range: .milliseconds(10) ... .seconds(3600))
    attemptsMax = reader.value(
      "recovery_attempts_max", default: 10, "How often the same is done within ten minutes.",
      range: 1...1000)
    shedTime = reader.value(
      "shed_time", default: Duration.seconds(30),
      "How long requests that memory cannot answer are refused once load is shed.",
      range: .milliseconds(100) ... .seconds(600))
    anomalyRequestsMin = reader.value(
      "anomaly_requests_min", default: 20,
      "Requests of a second below which its errors and its latency are no measure.",
      range: 1...1_000_000)
    anomalyErrorShare = reader.value(
      "anomaly_error_share", default: 0.05,
      "How far above the usual the share of errors is at least, to be strange.", range: 0.001...1)
    anomalyLatency = reader.value(
      "anomaly_latency", default: Duration.milliseconds(500),
      "How far above the usual the mean latency is at least, to be strange.",
      range: .milliseconds(1) ... .seconds(60))
  }

  /// How many looks decide; a component of which nothing is heard for six rounds is not well.
  package var componentLimits: ComponentHealth.Limits {
    var limits = ComponentHealth.Limits()
    limits.failures = failures
    limits.strains = successes
    limits.successes = successes
    limits.silence = max(interval, probeTimeout) * 6
    return limits
  }

  /// How often something is done.
  package var recoveryLimits: RecoveryPlan.Limits {
    var limits = RecoveryPlan.Limits()
    limits.coolDown = coolDown
    limits.attemptsMax = attemptsMax
    return limits
  }

  /// A watch over requests that has to learn.
  package var trafficWatch: TrafficWatch {
    TrafficWatch(
      requestsMin: UInt64(anomalyRequestsMin),
      errorRate: AnomalyWatch.Limits(margin: anomalyErrorShare),
      latency: AnomalyWatch.Limits(margin: anomalyLatency / .seconds(1)))
  }
}
