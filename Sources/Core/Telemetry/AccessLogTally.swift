import Synchronization

/// How many lines an access log kept and lost; any thread may read it.
package final class AccessLogTally: Sendable {
  let recorded = Atomic<UInt64>(0)
  let dropped = Atomic<UInt64>(0)

  /// Lines formatted and not lost so far.
  package var recordedCount: UInt64 { recorded.load(ordering: .relaxed) }

  /// Lines lost because every buffer was waiting to be written.
  package var droppedCount: UInt64 { dropped.load(ordering: .relaxed) }
}
