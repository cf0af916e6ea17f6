/// Whom a client connects to.
package enum DialTarget: Sendable, Hashable {
  /// A name or a numeric address, and a port.
  case host(String, port: UInt16)
  /// A socket in the file system.
  case path(String)
}
