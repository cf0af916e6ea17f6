/// One request for content that was answered.
package struct ContentAccess: Sendable {
  /// Whether memory answered.
  let isHit: Bool
  /// Bytes of content sent.
  let bytes: UInt64
  /// How long it took.
  let nanoseconds: UInt64
  /// When, since 1970.
  let seconds: Int64

  /// A request.
  package init(isHit: Bool, bytes: Int64, nanoseconds: UInt64, seconds: Int64) {
    self.isHit = isHit
    self.bytes = UInt64(max(0, bytes))
    self.nanoseconds = nanoseconds
    self.seconds = seconds
  }
}
