package import Bytes
package import HTTP
package import Traces

/// A request on a task: everything of the head in owned memory, and the body to be read.
package struct Request {
  package let head: RequestHead
  /// What the head's offsets point into.
  package let bytes: [UInt8]
  package var body: any RequestBody
  /// The request's id, the `instance` of its problem documents.
  package let id: String
  package let peer: PeerAddress
  /// The index of the shard whose loop runs the handler.
  package let shard: Int
  /// The wall clock when the request came, in seconds since 1970.
  package let receivedAt: Int64
  /// What the route's template matched, percent-decoded, in order.
  package var parameters: [Substring] = []
  /// Where it stands in its trace, if it is part of one.
  package let trace: RequestTrace?
  /// Who sends it, set by the router's guard.
  package var caller: Caller = .anonymous

  /// A request as the server hands it over.
  package init(
    head: RequestHead, bytes: [UInt8], body: any RequestBody, id: String, peer: PeerAddress,
    shard: Int, receivedAt: Int64, trace: RequestTrace? = nil
  ) {
    self.head = head
    self.bytes = bytes
    self.body = body
    self.id = id
    self.peer = peer
    self.shard = shard
    self.receivedAt = receivedAt
    self.trace = trace
  }
}
