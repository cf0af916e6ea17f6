/// Requests and bytes that were used.
package struct UsageAmount: Hashable, Sendable {
  /// Requests.
  package var requests: Int64
  /// Bytes of content that clients sent, and that were sent to them.
  package var bytesUp: Int64
  package var bytesDown: Int64

  /// An amount; nothing where nothing is said.
  package init(requests: Int64 = 0, bytesUp: Int64 = 0, bytesDown: Int64 = 0) {
    self.requests = requests
    self.bytesUp = bytesUp
    self.bytesDown = bytesDown
  }

  /// What has come since an earlier total.
  func growth(since earlier: UsageAmount) -> UsageAmount {
    UsageAmount(
      requests: max(0, requests - earlier.requests), bytesUp: max(0, bytesUp - earlier.bytesUp),
      bytesDown: max(0, bytesDown - earlier.bytesDown))
  }
}
