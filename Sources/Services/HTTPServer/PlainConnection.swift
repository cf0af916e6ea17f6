internal import Transport

/// Connections without encryption that speak HTTP/1.1.
typealias PlainConnection = Connection<SocketTransport, HTTP1Machine>
