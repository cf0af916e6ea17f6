internal import FoundationEssentials

/// What a publisher answers when it has stored a blob, as far as it matters here.
struct StoredBlob: Decodable, Sendable {
  /// The blob was new.
  struct Created: Decodable, Sendable {
    /// The object on the chain that stands for it.
    struct BlobObject: Decodable, Sendable {
      let blobId: String
    }

    let blobObject: BlobObject
  }

  /// The network had the blob.
  struct Certified: Decodable, Sendable {
    let blobId: String
  }

  let newlyCreated: Created?
  let alreadyCertified: Certified?

  /// The blob's id, nil when the answer says nothing of a stored blob.
  static func id(in body: [UInt8]) -> String? {
    let stored = try? JSONDecoder().decode(StoredBlob.self, from: Data(body))
    return stored?.newlyCreated?.blobObject.blobId ?? stored?.alreadyCertified?.blobId
  }
}
