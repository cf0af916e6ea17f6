/// How much of a response's head is taken before the exchange is given up.
package struct UpstreamHeadLimits: Sendable, Hashable {
  /// Bytes of all status and field lines, interim responses and trailers included.
  package var bytesMax: Int
  /// Field lines of one head.
  package var fieldsMax: Int

  /// The limits of one response.
  package init(bytesMax: Int = 32 * 1024, fieldsMax: Int = 100) {
    self.bytesMax = bytesMax
    self.fieldsMax = fieldsMax
  }
}
