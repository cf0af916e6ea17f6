/// Why a request body could not be read.
package enum RequestBodyError: Error, Sendable {
  /// More bytes than allowed: 413.
  case tooLarge(limit: Int)
  /// Broken framing: 400.
  case malformed
  /// Too slow: 408.
  case timedOut
  /// The client has gone.
  case disconnected
}
