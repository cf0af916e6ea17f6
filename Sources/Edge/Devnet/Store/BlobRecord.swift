/// What the network knows about one stored blob.
struct BlobRecord: Sendable, Equatable {
  /// The 43 characters of the blob id.
  var blobID: String

  /// The bytes of the content.
  var size: Int

  /// The bytes that all storage nodes together keep of it.
  var encodedLength: Int

  /// The digest of the transaction that certified it first.
  var transaction: String

  /// Every object that was made for it, oldest first.
  var objects: [BlobObject]

  /// The first epoch in which it is gone.
  var endEpoch: Int { objects.map(\.endEpoch).max() ?? 0 }
}
