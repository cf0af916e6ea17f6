/// Something that the edge does about what is wrong; the names are those of logs and metrics.
package enum RecoveryAction: String, CaseIterable, Hashable, Sendable {
  /// Lets go of connections and makes new ones, without waiting for a breaker or a pause to end.
  case reconnect
  /// Looks at every upstream now, so that those who are well get the work of those who are not.
  case failOver = "fail-over"
  /// Refuses for a while what cannot be answered from memory.
  case shedLoad = "shed-load"
  /// Evicts a part of what is in memory and gives it back to the system.
  case shrinkCache = "shrink-cache"
  /// Fetches what is asked for most and is not in memory.
  case warmCache = "warm-cache"
}
