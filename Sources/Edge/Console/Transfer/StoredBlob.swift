internal import JSON

/// What a publisher answers when it has stored a blob, as far as it matters here.
enum StoredBlob {
  /// The blob's id, nil when the answer says nothing of a stored blob.
  static func id(in body: [UInt8]) -> String? {
    guard let answer = try? JSONReader.read(body) else { return nil }
    return answer["newlyCreated"]["blobObject"]["blobId"].string
      ?? answer["alreadyCertified"]["blobId"].string
  }
}
