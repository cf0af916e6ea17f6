internal import JSON
internal import WalrusIdentity

/// The JSON with which a publisher answers a store.
enum PublisherAnswer: Hashable {
  /// The blob is on the network, now or before.
  case stored(BlobID)
  /// The publisher says 200 and failed all the same.
  case failed(String)
  /// There is no answer in it.
  case unintelligible

  init(_ json: [UInt8]) {
    guard let document = try? JSONReader.read(json) else {
      self = .unintelligible
      return
    }
    if case .object = document["error"] {
      self = .failed(
        document["error"]["errorMsg"].string ?? "the publisher could not store the blob")
    } else if case .object = document["markedInvalid"] {
      self = .failed("the blob is marked as invalid")
    } else if let text = document["newlyCreated"]["blobObject"]["blobId"].string
      ?? document["alreadyCertified"]["blobId"].string, let id = try? BlobID(text)
    {
      self = .stored(id)
    } else {
      self = .unintelligible
    }
  }
}
