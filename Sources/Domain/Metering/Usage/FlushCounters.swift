/// What a flusher has done since the edge started.
package struct FlushCounters: Hashable, Sendable {
  /// Batches that were stored, and their rows.
  package var batches = 0
  package var rows = 0
  /// Attempts that failed, and rows that wait for the next one.
  package var failures = 0
  package var waitingRows = 0
}
