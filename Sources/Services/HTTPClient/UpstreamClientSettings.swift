/// The limits and the identity of one client; there is one client per event loop.
package struct UpstreamClientSettings: Sendable {
  /// The value of `User-Agent`: the product and its version.
  package var userAgent: String
  /// Open connections to one host and port; further exchanges wait for a place.
  package var connectionsPerHostMax = 16
  /// Open connections in all.
  package var connectionsMax = 256
  /// Connections that are kept open without an exchange.
  package var idleConnectionsMax = 64
  /// How long a connection may idle and still be used again, in seconds.
  package var idleSecondsMax = 60
  /// Exchanges that are open or waiting; past it `UpstreamFailure.overloaded`.
  package var exchangesMax = 1024
  /// Bytes read from a socket at once, and about what a paused exchange holds.
  package var receiveBufferBytes = 64 * 1024
  /// How long a host's addresses are believed, in seconds.
  package var nameCacheSeconds = 60
  /// A PEM file of the authorities to trust in place of the system's.
  package var certificateAuthorityFile: String?

  /// The usual limits.
  package init(userAgent: String) {
    self.userAgent = userAgent
  }
}
