/// The pace that a client has to keep once a start has been forgiven: whoever sends or takes less
/// holds a connection for nothing.
struct MinimumRate {
  /// Bytes a second.
  let bytesPerSecond: Int
  /// Milliseconds that are forgiven.
  let grace: UInt64

  /// Whether `byteCount` bytes in so many nanoseconds are too few.
  func isMissed(by byteCount: Int, after nanoseconds: UInt64) -> Bool {
    let milliseconds = nanoseconds / 1_000_000
    guard milliseconds > grace else { return false }
    return UInt64(byteCount) * 1000 < milliseconds * UInt64(bytesPerSecond)
  }
}
