package import Telemetry

/// Every metric of accounts, each with its sentence.
package enum AccountsMetrics {
  /// Declares the metrics over what is counted.
  package static func declare(
    in registry: inout MetricRegistry, tally: AccountsTally, passwords: PasswordWorkshop
  ) {
    let events = AccountsTally.Event.allCases
    _ = registry.counter(
      "accounts_events_total", "What happened to accounts, sessions and passwords.",
      .each("event", events.map(\.label))
    ) { index in Double(tally.count(events[index])) }
    _ = registry.gauge("accounts_hashes_running", "Passwords that are being hashed.") { _ in
      Double(passwords.load.running)
    }
    _ = registry.gauge("accounts_hashes_waiting", "Passwords that wait to be hashed.") { _ in
      Double(passwords.load.waiting)
    }
  }
}
