internal import FoundationEssentials
internal import WalrusIdentity

/// The JSON with which a publisher answers a store.
enum PublisherAnswer: Hashable {
  /// The blob is on the network, now or before.
  case stored(BlobID)
  /// The publisher says 200 and failed all the same.
  case failed(String)
  /// There is no answer in it.
  case unintelligible

  private struct Document: Decodable {
    struct Created: Decodable {
      struct Object: Decodable { let blobId: String }
      let blobObject: Object
    }
    struct Certified: Decodable { let blobId: String }
    struct Failed: Decodable { let errorMsg: String? }
    let newlyCreated: Created?
    let alreadyCertified: Certified?
    let markedInvalid: Certified?
    let error: Failed?
  }

  init(_ json: [UInt8]) {
    guard let document = try? JSONDecoder().decode(Document.self, from: Data(json)) else {
      self = .unintelligible
      return
    }
    if let error = document.error {
      self = .failed(error.errorMsg ?? "the publisher could not store the blob")
    } else if document.markedInvalid != nil {
      self = .failed("the blob is marked as invalid")
    } else if let text = document.newlyCreated?.blobObject.blobId
      ?? document.alreadyCertified?.blobId, let id = try? BlobID(text)
    {
      self = .stored(id)
    } else {
      self = .unintelligible
    }
  }
}
