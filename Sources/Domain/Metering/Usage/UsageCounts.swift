/// What is counted of requests: everything that a bill or a diagram is made from.
package struct UsageCounts: Hashable, Sendable {
  /// Requests that were answered.
  package var requests: Int64
  /// Bytes of content received and sent.
  package var bytesUp: Int64
  package var bytesDown: Int64
  /// Requests that the cache answered, and those that needed an upstream.
  package var hits: Int64
  package var misses: Int64
  /// Bytes of blobs that were stored.
  package var bytesStored: Int64

  /// These numbers.
  package init(
    requests: Int64 = 0, bytesUp: Int64 = 0, bytesDown: Int64 = 0, hits: Int64 = 0,
    misses: Int64 = 0, bytesStored: Int64 = 0
  ) {
    self.requests = requests
    self.bytesUp = bytesUp
    self.bytesDown = bytesDown
    self.hits = hits
    self.misses = misses
    self.bytesStored = bytesStored
  }

  /// Whether nothing was counted.
  package var isEmpty: Bool { self == UsageCounts() }

  /// Bytes in both directions, as bandwidth is counted.
  package var bytes: Int64 { bytesUp + bytesDown }

  package static func + (left: UsageCounts, right: UsageCounts) -> UsageCounts {
    UsageCounts(
      requests: left.requests + right.requests, bytesUp: left.bytesUp + right.bytesUp,
      bytesDown: left.bytesDown + right.bytesDown, hits: left.hits + right.hits,
      misses: left.misses + right.misses,
      bytesStored: left.bytesStored + right.bytesStored)
  }

  package static func += (left: inout UsageCounts, right: UsageCounts) { left = left + right }
}
