/// What an exchange took; points in time are measured from its start.
package struct UpstreamReport: Sendable, Hashable {
  /// When the host's addresses were known; nil if that was not reached.
  package var nameLookup: Duration?
  /// When the TCP connection stood; nil if that was not reached. Zero on a kept connection.
  package var connected: Duration?
  /// When the first byte of the response came; nil if none did.
  package var firstByte: Duration?
  /// When it was over.
  package var total: Duration = .zero
  /// Bytes of content handed to the handler.
  package var bytesReceived: Int64 = 0
  /// Bytes of content sent.
  package var bytesSent: Int64 = 0
  /// Whether the request went out on a connection that had been used before.
  package var isConnectionReused = false

  /// A report in which nothing has happened yet.
  package init() {}
}
