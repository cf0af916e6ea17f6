package import HTTP

/// The protocol of a connection, as a machine that never sees a socket.
///
/// The driver gives it bytes and does what it says. HTTP/1.1 is one; a machine whose requests
/// are multiplexed gets a driver of its own over the same transports.
package protocol ConnectionMachine {
  /// A machine for a new connection.
  init()

  /// Looks for the next request head at the start of `bytes`.
  mutating func nextHead(
    _ bytes: Span<UInt8>, into head: RequestHead, limits: RequestLimits
  ) -> ParseOutcome

  /// Whether a head has begun but is not whole.
  var isMidHead: Bool { get }
}
