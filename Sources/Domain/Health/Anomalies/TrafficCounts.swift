/// What all requests together have come to, since the start.
package struct TrafficCounts: Hashable, Sendable {
  /// Requests, those of them that failed on our side, and the time that all took.
  package var requests: UInt64
  package var failures: UInt64
  package var nanoseconds: UInt64

  /// These counts.
  package init(requests: UInt64 = 0, failures: UInt64 = 0, nanoseconds: UInt64 = 0) {
    self.requests = requests
    self.failures = failures
    self.nanoseconds = nanoseconds
  }
}
