internal import Resilience
package import Settings

/// When an endpoint counts as ill, and how much may be asked beyond what clients want.
package struct EndpointHealthSettings: SettingsSection {
  package static let section = "health"

  /// Failures in a row that open an endpoint's breaker, how long it stays open, and good trials
  /// that close it.
  package var breakerFailures: Int
  package var breakerRecovery: Duration
  package var breakerSuccesses: Int
  /// Failures in a row, and the share of the pool's mean success rate, after which an endpoint is
  /// ejected; for how long at first and at most; and the share of the pool that may be.
  package var ejectionFailures: Int
  package var ejectionRate: Double
  package var ejectionTime: Duration
  package var ejectionTimeMax: Duration
  package var ejectedShareMax: Double
  /// Retries for each request, and the bounds of the random wait before them.
  package var retryShare: Double
  package var retryDelay: Duration
  package var retryDelayMax: Duration
  /// Hedges for each request, and the bounds of the wait before them.
  package var hedgeShare: Double
  package var hedgeDelayMin: Duration
  package var hedgeDelayMax: Duration
  /// The longest `Retry-After` that is honoured.
  package var restMax: Duration
  /// Between two probes of an endpoint; zero for none.
  package var probeInterval: Duration
  package var probeTimeout: Duration

  package init(reading reader: inout SettingsReader) {
    let day = Duration.seconds(86_400)
    breakerFailures = reader.value(
      "breaker_failures", default: 5, "Failures in a row after which a host is left alone.",
      range: 1...1000)
    breakerRecovery = reader.value(
      "breaker_recovery", default: .seconds(30), "How long a host is left alone before a trial.",
      range: .milliseconds(1)...day)
    breakerSuccesses = reader.value(
      "breaker_successes", default: 2, "Good trials after which a host is used again.",
      range: 1...100)
    ejectionFailures = reader.value(
      "ejection_failures", default: 5,
      "Failures in a row after which a host is taken out of the pool.", range: 1...1000)
    ejectionRate = reader.value(
      "ejection_rate", default: 0.85,
      "Share of the pool's mean success rate under which a host is taken out.", range: 0...1)
    ejectionTime = reader.value(
      "ejection_time", default: .seconds(30), "How long a host is out the first time.",
      range: .milliseconds(1)...day)
    ejectionTimeMax = reader.value(
      "ejection_time_max", default: .seconds(300), "How long a host is out at most.",
      range: .milliseconds(1)...day)
    ejectedShareMax = reader.value(
      "ejected_share_max", default: 0.5, "Share of the pool that may be out at once.", range: 0...1)
    retryShare = reader.value(
      "retry_share", default: 0.2, "Retries that each request earns; 0 for none.", range: 0...1)
    retryDelay = reader.value(
      "retry_delay", default: .milliseconds(25),
      "Longest wait before the first retry; it doubles with each.", range: .zero ... .seconds(60))
    retryDelayMax = reader.value(
      "retry_delay_max", default: .seconds(1), "Longest wait before any retry.",
      range: .zero ... .seconds(60))
    hedgeShare = reader.value(
      "hedge_share", default: 0.05,
      "Second requests beside slow ones that each request earns; 0 for none.", range: 0...1)
    hedgeDelayMin = reader.value(
      "hedge_delay_min", default: .milliseconds(20), "Shortest wait before a second request.",
      range: .zero ... .seconds(60))
    hedgeDelayMax = reader.value(
      "hedge_delay_max", default: .seconds(2), "Longest wait before a second request.",
      range: .zero ... .seconds(60))
    restMax = reader.value(
      "rest_max", default: .seconds(300), "Longest Retry-After of a host that is honoured.",
      range: .zero ... .seconds(3600))
    probeInterval = reader.value(
      "probe_interval", default: .seconds(300),
      "How often a host is looked at beside what is asked of it; 0 for never.",
      range: .zero...day)
    probeTimeout = reader.value(
      "probe_timeout", default: .seconds(5), "How long a host may take to answer a look.",
      range: .milliseconds(10)...Duration.seconds(60))
  }

  /// Whether trials are made by probes; otherwise requests of clients are the trials.
  package var isProbing: Bool { probeInterval > .zero }

  var breaker: CircuitBreaker.Limits {
    var limits = CircuitBreaker.Limits()
    limits.failures = breakerFailures
    limits.recovery = breakerRecovery
    limits.successes = breakerSuccesses
    return limits
  }

  var ejection: OutlierEjection.Limits {
    var limits = OutlierEjection.Limits()
    limits.failures = ejectionFailures
    limits.rateShare = ejectionRate
    limits.first = ejectionTime
    limits.longest = max(ejectionTime, ejectionTimeMax)
    limits.returning = ejectionTime
    limits.goneShareMax = ejectedShareMax
    return limits
  }

  var retries: ExtraRequestBudget.Limits {
    var limits = ExtraRequestBudget.Limits.retries
    limits.share = retryShare
    return limits
  }

  var hedges: ExtraRequestBudget.Limits {
    var limits = ExtraRequestBudget.Limits.hedges
    limits.share = hedgeShare
    return limits
  }

  var hedgeDelay: HedgeDelay {
    var delay = HedgeDelay()
    delay.shortest = min(hedgeDelayMin, hedgeDelayMax)
    delay.longest = hedgeDelayMax
    return delay
  }

  var backoff: Backoff { Backoff(first: retryDelay, longest: max(retryDelay, retryDelayMax)) }
}
