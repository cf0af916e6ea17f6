internal import Synchronization

/// Counts of the whole server that any thread may read.
package final class ServerStatistics: Sendable {
  private let acceptances = Atomic<Int>(0)
  private let open = Atomic<Int>(0)
  private let rejected = Atomic<Int>(0)
  private let timedOutCount = Atomic<Int>(0)
  private let agedOut = Atomic<Int>(0)
  private let waits = Atomic<Int>(0)
  private let waitMilliseconds = Atomic<UInt64>(0)
  private let waitMax = Atomic<UInt64>(0)
  private let turnedAway: [6 of Atomic<Int>] = [
    Atomic(0), Atomic(0), Atomic(0), Atomic(0), Atomic(0), Atomic(0),
  ]

  /// Counts from zero.
  package init() {}

  /// Connections accepted since the start, those that were not taken included.
  package var acceptedCount: Int { acceptances.load(ordering: .relaxed) }
  /// Connections now; those that wait for a place are not among them.
  package var openCount: Int { open.load(ordering: .relaxed) }
  /// Requests refused for their framing.
  package var rejectedCount: Int { rejected.load(ordering: .relaxed) }
  /// Connections ended by a deadline other than that of idleness.
  package var stalledCount: Int { timedOutCount.load(ordering: .relaxed) }

  /// Connections ended because they were as old as they may become.
  package var agedCount: Int { agedOut.load(ordering: .relaxed) }
  /// Connections that got a place after a wait.
  package var waitCount: Int { waits.load(ordering: .relaxed) }
  /// Milliseconds that they have waited, all together.
  package var waitedMilliseconds: UInt64 { waitMilliseconds.load(ordering: .relaxed) }
  /// Milliseconds of the longest of these waits.
  package var longestWaitMilliseconds: UInt64 { waitMax.load(ordering: .relaxed) }

  /// Connections that were not taken, for one reason.
  package func refusedConnectionCount(_ reason: ConnectionRefusal) -> Int {
    turnedAway[reason.rawValue].load(ordering: .relaxed)
  }

  func refused(_ reason: ConnectionRefusal) {
    turnedAway[reason.rawValue].wrappingAdd(1, ordering: .relaxed)
  }

  func waited(milliseconds: UInt64) {
    waits.wrappingAdd(1, ordering: .relaxed)
    waitMilliseconds.wrappingAdd(milliseconds, ordering: .relaxed)
    waitMax.max(milliseconds, ordering: .relaxed)
  }

  func aged() { agedOut.wrappingAdd(1, ordering: .relaxed) }

  func accepted() { acceptances.wrappingAdd(1, ordering: .relaxed) }
  func opened() { open.wrappingAdd(1, ordering: .relaxed) }

  func closed() { open.wrappingSubtract(1, ordering: .relaxed) }
  func refused() { rejected.wrappingAdd(1, ordering: .relaxed) }
  func stalled() { timedOutCount.wrappingAdd(1, ordering: .relaxed) }
}
