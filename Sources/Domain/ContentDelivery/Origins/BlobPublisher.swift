package import WalrusIdentity

/// Stores blobs on the network. One instance belongs to one shard, as with `BlobSource`.
package protocol BlobPublisher: AnyObject {
  /// Sends the whole body to a publisher and waits for its answer.
  ///
  /// Never tried a second time once a publisher may have begun to store: it costs money.
  func publish(
    _ body: [UInt8], options: PublishOptions
  ) async throws(PublishFailure) -> PublishReceipt
}

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
