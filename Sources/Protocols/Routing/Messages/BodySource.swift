/// A response body that arrives piece by piece, at the pace of the reader.
package protocol BodySource: AnyObject {
  /// Bytes in all, when known; unknown lengths are sent chunked (RFC 9112 §7.1).
  var length: Int64? { get }

  /// The next piece, or nil at the end.
  ///
  /// An error aborts the connection: the client must never take a short body for a whole one.
  func next() async throws -> BodyPiece?
}
