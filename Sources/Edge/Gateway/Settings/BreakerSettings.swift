internal import Resilience
package import Settings

/// When something outside that keeps failing is left alone, and for how long.
package struct BreakerSettings: SettingsSection {
  package static let section = "breakers"

  /// The thresholds of one dependency.
  package struct Thresholds: Sendable, Hashable {
    /// Failures in a row that open it, good trials that close it, and the time between.
    package var failures: Int
    package var successes: Int
    package var reset: Duration

    var limits: CircuitBreaker.Limits {
      var limits = CircuitBreaker.Limits()
      limits.failures = failures
      limits.successes = successes
      limits.recovery = reset
      return limits
    }
  }

  /// Each dependency has its own.
  package var database: Thresholds
  package var sharedState: Thresholds
  package var mail: Thresholds
  package var alerts: Thresholds

  package init(reading reader: inout SettingsReader) {
    database = Self.thresholds("database", "the database", &reader)
    sharedState = Self.thresholds("shared_state", "shared state", &reader)
    mail = Self.thresholds("mail", "the mail server", &reader)
    alerts = Self.thresholds("alerts", "a receiver of alerts", &reader)
  }

  private static func thresholds(
    _ name: String, _ words: String, _ reader: inout SettingsReader
  ) -> Thresholds {
    Thresholds(
      failures: reader.value(
        "\(name)_failures", default: 5,
        "Calls of \(words) that fail in a row before none is made for a while.", range: 1...1000),
      successes: reader.value(
        "\(name)_successes", default: 2,
        "Trials that succeed in a row before \(words) is asked as usual again.", range: 1...100),
      reset: reader.value(
        "\(name)_reset", default: Duration.seconds(60),
        "How long \(words) is left alone before a trial.",
        range: .milliseconds(10) ... .seconds(3600)))
  }
}
