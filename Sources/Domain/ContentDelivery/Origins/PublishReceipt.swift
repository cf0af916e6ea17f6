package import WalrusIdentity

/// A publisher's answer to a successful store.
package struct PublishReceipt: Sendable {
  /// The publisher's JSON, handed through as it is.
  package var json: [UInt8]
  /// The id that the publisher says the blob has; nil when its answer holds none.
  package var blobID: BlobID?
  /// The host that answered.
  package var source: String

  /// A receipt whose parts are all known.
  package init(json: [UInt8], blobID: BlobID?, source: String) {
    self.json = json
    self.blobID = blobID
    self.source = source
  }
}
