internal import Synchronization

/// How often what happened at the gate, on all loops together; any thread may count.
package final class SecurityCounts: Sendable {
  /// One place of the table.
  private final class Place: Sendable {
    let count = Atomic<Int>(0)
  }

  private let places = SecurityEvent.allCases.map { _ in Place() }

  /// Nothing counted yet.
  package init() {}

  /// Counts an event.
  package func note(_ event: SecurityEvent) {
    places[event.rawValue].count.add(1, ordering: .relaxed)
  }

  /// How often an event happened since the start.
  package func count(_ event: SecurityEvent) -> Int {
    places[event.rawValue].count.load(ordering: .relaxed)
  }
}
