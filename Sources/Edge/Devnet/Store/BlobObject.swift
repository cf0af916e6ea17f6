/// The object on the chain that stands for one storing of a blob.
struct BlobObject: Sendable, Equatable {
  /// `0x` and 64 hex digits.
  var id: String

  /// The id of the storage that was bought for it.
  var storageID: String

  /// The id of the shared wrapper, where the storing asked for one.
  var sharedID: String?

  /// The epoch in which it was registered and certified.
  var startEpoch: Int

  /// The first epoch in which the blob is gone.
  var endEpoch: Int

  /// Whether its owner may delete it before its end.
  var isDeletable: Bool

  /// The attribute map on the chain; names keep their case.
  var attributes: [String: String]
}
