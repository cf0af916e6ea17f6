import Bytes
import HTTP
import JSON
import Routing

/// A request as a client writes it, for routes without a server.
package struct SentRequest: Sendable {
  package var method: String
  package var target: String
  package var lines: [String]
  package var content: [UInt8]
  package var caller: Caller
  package var receivedAt: Int64

  /// A request; with a document it is one of JSON.
  package init(
    _ method: String, _ target: String, _ document: JSONValue? = nil, lines: [String] = [],
    caller: Caller = .anonymous, at receivedAt: Int64 = 1_800_000_000
  ) {
    self.method = method
    self.target = target
    self.lines = lines + (document == nil ? [] : ["Content-Type: application/json"])
    content = document?.bytes ?? []
    self.caller = caller
    self.receivedAt = receivedAt
  }

  /// The request as the server hands it over.
  package func made() -> Request {
    let text =
      (["\(method) \(target) HTTP/1.1", "Host: floe.example"] + lines)
      .joined(separator: "\r\n") + "\r\n\r\n"
    let bytes = Array(text.utf8)
    let head = RequestHead()
    var parser = RequestParser()
    guard case .complete = parser.parse(bytes.span, into: head, limits: RequestLimits()) else {
      fatalError("no request: \(method) \(target)")
    }
    return Request(
      head: head, bytes: bytes, body: CollectedBody(content), id: "request-1",
      peer: PeerAddress(ipv4: 0xc000_0205, port: 4711), shard: 0, receivedAt: receivedAt)
  }
}
