/// Stores blobs on the network. One instance belongs to one shard, as with `BlobSource`.
package protocol BlobPublisher: AnyObject {
  /// Sends the whole body to a publisher and waits for its answer.
  ///
  /// Never tried a second time once a publisher may have begun to store: it costs money.
  func publish(
    _ body: [UInt8], options: PublishOptions
  ) async throws(PublishFailure) -> PublishReceipt
}
