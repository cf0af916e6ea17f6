internal import Capabilities
package import Telemetry

/// The metrics of the gate, read from where they are counted whenever they are scraped; never an
/// address, which would be a series for each.
package enum AddressScreeningMetrics {
  /// Declares them.
  package static func declare(in registry: inout MetricRegistry, rules: AddressRules) {
    let events = SecurityEvent.allCases
    _ = registry.counter(
      "security_events_total", "What happened at the gate.", .each("event", events.map(\.label))
    ) { Double(rules.counts.count(events[$0])) }
    let lists = AddressList.allCases
    _ = registry.gauge(
      "address_rules", "Blocks of addresses that are listed, by the settings or administrators.",
      .each("list", lists.map(\.rawValue))
    ) { Double(rules.ruleCount(lists[$0])) }
    _ = registry.gauge("address_bans", "Addresses that are shut out for a while.") { _ in
      Double(rules.activeBanCount)
    }
    _ = registry.gauge(
      "address_bans_untold", "Bans that are not stored yet, nor told to other edges."
    ) { _ in Double(rules.untoldCount) }
    _ = registry.gauge("addresses_watched", "Addresses whose conduct is watched.") { _ in
      Double(rules.watchedCount)
    }
  }
}
