/// Why a connection was not taken.
package enum ConnectionRefusal: Int, CaseIterable, Sendable {
  /// Its address has as many connections as it may.
  case addressLimit
  /// The server is full and its queue too.
  case queueFull
  /// No place became free in the time that a connection may wait.
  case queueTimeout
  /// A rule refuses its address.
  case addressRule
  /// It did not come from a trusted proxy, although only those may connect.
  case untrustedProxy
  /// It did not begin with a PROXY header.
  case proxyHeader

  /// The reason as a label of metrics.
  package var label: String {
    switch self {
    case .addressLimit: "address_limit"
    case .queueFull: "queue_full"
    case .queueTimeout: "queue_timeout"
    case .addressRule: "address_rule"
    case .untrustedProxy: "untrusted_proxy"
    case .proxyHeader: "proxy_header"
    }
  }
}
