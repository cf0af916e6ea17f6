internal import Bytes
internal import Capabilities
internal import Routing
internal import WalrusIdentity

/// Computes the id of a blob away from the loops: it takes a good part of a second of one core.
struct ComputeBlobID: Sendable {
  let offload: any Offload
  let encoding: BlobEncoding

  /// The id of a blob with these bytes.
  ///
  /// - Throws: an `overloaded` problem, or `content-too-large` beyond what the network encodes.
  func callAsFunction(_ bytes: [UInt8]) async throws -> BlobID {
    let encoding = encoding
    let result: Result<BlobID, BlobEncodingError>
    do {
      result = try await offload.run {
        Result { () throws(BlobEncodingError) in try encoding.identify(bytes).blobID }
      }
    } catch {
      throw Problem(RoutingProblems.overloaded, source: .floe, retryAfter: 2)
    }
    do throws(BlobEncodingError) {
      return try result.get()
    } catch {
      throw Problem(RoutingProblems.contentTooLarge, detail: "No id can be computed: \(error).")
    }
  }
}

extension ComputeBlobID {
  /// Computes the id of a body elsewhere; false when there is more to do than the place takes.
  ///
  /// - Parameter reply: called there with the id and the time that it took.
  func begin(
    _ body: BodyBuffer,
    reply: @escaping @Sendable (Result<BlobID, BlobEncodingError>, Duration) -> Void
  ) -> Bool {
    let encoding = encoding
    return offload.submit {
      let start = ContinuousClock.now
      let result = Result { () throws(BlobEncodingError) in
        try body.withContiguousBytes { bytes throws(BlobEncodingError) in
          try encoding.identify(bytes).blobID
        }
      }
      reply(result, .now - start)
    }
  }
}
