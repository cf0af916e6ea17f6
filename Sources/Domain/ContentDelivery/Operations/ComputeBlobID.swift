internal import Capabilities
internal import WalrusIdentity

/// Computes the id of a blob away from the loops: it takes a good part of a second of one core.
struct ComputeBlobID: Sendable {
  let offload: any Offload
  let encoding: BlobEncoding

  /// The id of a blob with these bytes.
  func callAsFunction(_ bytes: [UInt8]) async throws -> BlobID {
    let encoding = encoding
    return try await offload.run {
      Result { () throws(BlobEncodingError) in try encoding.identify(bytes).blobID }
    }.get()
  }
}
