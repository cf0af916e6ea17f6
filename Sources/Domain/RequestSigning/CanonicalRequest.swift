internal import Bytes
internal import Digests
internal import HTTP
package import Routing

/// What of a request a signature is made over, as both sides compute it from what is sent.
///
///     method LF path LF query LF hex(SHA-256(content)) LF timestamp LF nonce
///
/// Path and query are the bytes of the request target, still percent-encoded, so that nobody has to
/// agree on how to decode them; the query is without its question mark, and empty where there is
/// none. No line can hold a line feed, so no two requests have one text.
package struct CanonicalRequest: Sendable, Hashable {
  /// The method's token and the target's two parts.
  package let method: String
  package let path: String
  package let query: String
  /// SHA-256 of the content, 64 lower-case hexadecimal digits.
  package let contentDigest: String

  /// A request by its parts.
  package init(method: String, path: String, query: String, contentDigest: [UInt8]) {
    self.method = method
    self.path = path.isEmpty ? "/" : path
    self.query = query
    self.contentDigest = HexText.text(contentDigest)
  }

  /// A request that was received, with its whole content.
  package init(_ request: Request, content: [UInt8]) {
    let bytes = request.bytes.span
    var query = ""
    if let given = request.head.query(in: bytes) { query = String(copying: given) }
    self.init(
      method: String(copying: request.head.methodToken(in: bytes)),
      path: String(copying: request.head.path(in: bytes)),
      query: query,
      contentDigest: DigestState.digest(.sha256, of: content))
  }

  /// The bytes that are signed at a time, in seconds since 1970, under a nonce.
  package func text(timestamp: Int64, nonce: String) -> [UInt8] {
    Array("\(method)\n\(path)\n\(query)\n\(contentDigest)\n\(timestamp)\n\(nonce)".utf8)
  }
}
