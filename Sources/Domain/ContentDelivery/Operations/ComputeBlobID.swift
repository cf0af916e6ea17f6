internal import Bytes
internal import Capabilities
internal import Digests
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
      throw Problem(RoutingProblems.overloaded, source: .edge, retryAfter: 2)
    }
    do throws(BlobEncodingError) {
      return try result.get()
    } catch {
      throw Problem(RoutingProblems.contentTooLarge, detail: "No id can be computed: \(error).")
    }
  }
}

extension ComputeBlobID {
  /// Computes the id of bytes elsewhere, which lie in bodies of one length but the last; false when
  /// there is more to do than the place takes.
  ///
  /// - Parameters:
  ///   - provenDigest: of the content with the id `blob`: to compare it is enough, and quicker.
  ///   - reply: called there with the id and the time that it took.
  func begin(
    _ bodies: [BodyBuffer], provenDigest: Bytes32? = nil, of blob: BlobID,
    reply: @escaping @Sendable (Result<BlobID, BlobEncodingError>, Duration) -> Void
  ) -> Bool {
    let encoding = encoding
    return offload.submit {
      let start = ContinuousClock.now
      let result = Result { () throws(BlobEncodingError) in
        if let provenDigest, Self.digest(of: bodies) == provenDigest { return blob }
        return try Self.id(of: bodies, encoding)
      }
      reply(result, .now - start)
    }
  }

  private static func digest(of bodies: [BodyBuffer]) -> Bytes32 {
    var state = DigestState(.sha256)
    for body in bodies {
      body.withPieces { (piece: BodyBuffer.Piece) throws(Never) in
        unsafe state.update(RawSpan(_unsafeBytes: piece.memory))
      }
    }
    return Bytes32(sha256: state)
  }

  private static func id(
    of bodies: [BodyBuffer], _ encoding: BlobEncoding
  ) throws(BlobEncodingError) -> BlobID {
    if bodies.count == 1, let body = bodies.first {
      return try body.withContiguousBytes { bytes throws(BlobEncodingError) in
        try encoding.identify(bytes).blobID
      }
    }
    // A slice is one run of memory, because its length was known when it began; the bodies are held
    // here, so that the runs stay where they are.
    defer { withExtendedLifetime(bodies) {} }
    let runs = unsafe bodies.compactMap { unsafe $0.piece(at: 0)?.memory }
    unsafe precondition(
      runs.reduce(0) { $0 + $1.count } == bodies.reduce(0) { $0 + $1.count }, "one run each")
    return try unsafe encoding.identify(runs: runs, of: bodies).blobID
  }
}
