/// What is stored about content besides its bytes; nothing of it comes from a client's request.
package struct ContentMetadata: Hashable, Sendable {
  /// Bytes of the content.
  package var length: Int
  /// The media type, ASCII.
  package var contentType: String
  /// The strong entity tag with its quotes.
  package var entityTag: String
  /// Where it came from: the host of an aggregator, or `store`.
  package var source: String
  package var proof: ContentProof
  /// When it was stored, in seconds since 1970.
  package var storedAt: Int64
  /// The first second at which it is no longer fresh, since 1970.
  package var freshUntil: Int64
  /// `Content-Disposition` as stored with the content.
  package var disposition: String?
  /// `Content-Encoding` as stored with the content: it is sent as it is.
  package var encoding: String?
  /// `Content-Language` as stored with the content.
  package var language: String?
  /// The identifier of the patch in its quilt.
  package var patchIdentifier: String?

  /// Metadata whose parts are all known.
  package init(
    length: Int, contentType: String = "application/octet-stream", entityTag: String,
    source: String, proof: ContentProof = .unverified, storedAt: Int64, freshUntil: Int64,
    disposition: String? = nil, encoding: String? = nil, language: String? = nil,
    patchIdentifier: String? = nil
  ) {
    self.length = length
    self.contentType = contentType
    self.entityTag = entityTag
    self.source = source
    self.proof = proof
    self.storedAt = storedAt
    self.freshUntil = freshUntil
    self.disposition = disposition
    self.encoding = encoding
    self.language = language
    self.patchIdentifier = patchIdentifier
  }

  /// `Cache-Control` of the content: for ever once proven, a day before that.
  package var cacheControl: String {
    proof == .proven ? "public, max-age=31536000, immutable" : "public, max-age=86400"
  }
}
