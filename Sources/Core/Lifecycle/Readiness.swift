import Synchronization

/// Whether the process wants requests; any thread may ask.
package final class Readiness: Sendable {
  /// The three stages of a process; it never goes back.
  package enum State: UInt8, Sendable, AtomicRepresentable {
    /// Not ready yet.
    case starting
    /// Wants requests.
    case ready
    /// Wants no new requests any more.
    case stopping
  }

  private let current = Atomic<State>(.starting)

  /// Makes a process that is starting.
  package init() {}

  /// The stage.
  package var state: State { current.load(ordering: .acquiring) }

  /// Whether requests are wanted.
  package var isReady: Bool { state == .ready }

  /// Wants requests from now on; returns false when the process is stopping already.
  @discardableResult
  package func becomeReady() -> Bool {
    let (exchanged, original) = current.compareExchange(
      expected: .starting, desired: .ready, ordering: .acquiringAndReleasing)
    return exchanged || original == .ready
  }

  /// Wants no new requests from now on.
  package func beginStopping() { current.store(.stopping, ordering: .releasing) }
}
