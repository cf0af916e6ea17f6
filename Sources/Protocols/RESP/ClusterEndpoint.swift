/// Where a server of a cluster listens.
package struct ClusterEndpoint: Sendable, Hashable {
  /// A name or an address; empty where the server means the host that told of it.
  package var host: String
  /// Its port.
  package var port: UInt16

  /// An endpoint.
  package init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// `host:port`, where the host may be an IPv6 address with or without brackets, or missing.
  package init?(_ text: some StringProtocol) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]),
      port > 0
    else { return nil }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    self.init(host: host, port: port)
  }

  /// The same with the host of whoever told of it, where it has none of its own.
  package func resolved(from teller: String) -> ClusterEndpoint {
    host.isEmpty || host == "?" ? ClusterEndpoint(host: teller, port: port) : self
  }
}
