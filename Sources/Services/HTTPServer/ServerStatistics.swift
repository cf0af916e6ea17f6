internal import Synchronization

/// Counts of the whole server that any thread may read.
package final class ServerStatistics: Sendable {
  private let opened = Atomic<Int>(0)
  private let open = Atomic<Int>(0)
  private let rejected = Atomic<Int>(0)
  private let timedOutCount = Atomic<Int>(0)

  /// Counts from zero.
  package init() {}

  /// Connections accepted since the start.
  package var acceptedCount: Int { opened.load(ordering: .relaxed) }
  /// Connections now.
  package var openCount: Int { open.load(ordering: .relaxed) }
  /// Requests refused for their framing.
  package var rejectedCount: Int { rejected.load(ordering: .relaxed) }
  /// Connections ended by a deadline other than that of idleness.
  package var stalledCount: Int { timedOutCount.load(ordering: .relaxed) }

  func accepted() {
    opened.wrappingAdd(1, ordering: .relaxed)
    open.wrappingAdd(1, ordering: .relaxed)
  }

  func closed() { open.wrappingSubtract(1, ordering: .relaxed) }
  func refused() { rejected.wrappingAdd(1, ordering: .relaxed) }
  func stalled() { timedOutCount.wrappingAdd(1, ordering: .relaxed) }
}
