import Locks

/// What was noted, in order.
package final class Notes<Event: Sendable>: Sendable {
  private let events = Mutex<[Event]>([])

  /// Nothing noted.
  package init() {}

  /// Everything until now.
  package var all: [Event] { events.withLock { $0 } }

  /// Notes something.
  package func add(_ event: Event) { events.withLock { $0.append(event) } }
}
