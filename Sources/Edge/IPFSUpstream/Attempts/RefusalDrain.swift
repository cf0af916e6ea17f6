internal import HTTPClient

/// Reads the text of a refusal to its end, where that is near, so that the connection can be kept.
struct RefusalDrain {
  /// Bytes that a kept connection is worth.
  private static let byteCountMax = 16 * 1024

  private var count = 0

  /// What to do after so many bytes more.
  mutating func received(_ bytes: Int, status: Int?) -> Demand {
    count += bytes
    // Content that is refused for what it is may be of any length.
    return count <= Self.byteCountMax && status != 200 && status != 206 ? .more : .cancel
  }
}
