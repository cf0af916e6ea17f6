package import WalrusIdentity

/// What was stored with content, as an origin's response fields tell it.
///
/// Only for objects and quilt patches: with plain blobs nothing is stored, so whatever type their
/// responses have was made up on the way and is not passed on.
package struct OriginAttributes: Hashable, Sendable {
  package var contentType: String?
  package var contentDisposition: String?
  package var contentEncoding: String?
  package var contentLanguage: String?
  /// `X-Quilt-Patch-Identifier`.
  package var patchIdentifier: String?
  /// The blob of an object, as the aggregator's entity tag names it.
  package var blobID: BlobID?

  /// Nothing stored but what is given.
  package init(
    contentType: String? = nil, contentDisposition: String? = nil, contentEncoding: String? = nil,
    contentLanguage: String? = nil, patchIdentifier: String? = nil, blobID: BlobID? = nil
  ) {
    self.contentType = contentType
    self.contentDisposition = contentDisposition
    self.contentEncoding = contentEncoding
    self.contentLanguage = contentLanguage
    self.patchIdentifier = patchIdentifier
    self.blobID = blobID
  }
}
