internal import Bytes
internal import Digests
internal import WalrusIdentity

/// The bytes of a slice while they come, and their digest, taken while they are in the processor's
/// cache.
final class SliceBuffer {
  let body: BodyBuffer
  /// Whether nobody gets to see it before it is known to be what it was before.
  let isHeld: Bool
  /// Who has sent the bytes.
  private(set) var sources: [String] = []
  private var digest: DigestState? = DigestState(.sha256)

  /// A slice of which nothing has come.
  init(_ body: BodyBuffer, isHeld: Bool) {
    self.body = body
    self.isHeld = isHeld
  }

  /// Adds bytes.
  ///
  /// - Throws: as the body does; nothing is added then.
  func append(_ bytes: RawSpan, from source: String) throws(BodyBufferError) {
    guard bytes.byteCount > 0 else { return }
    try body.append(Span<UInt8>(_bytes: bytes))
    digest?.update(bytes)
    if sources.last != source { sources.append(source) }
  }

  /// The digest of everything, once; nil when the slice is not whole.
  func finish() -> Bytes32? {
    guard (try? body.finish()) != nil, let state = digest.take() else { return nil }
    return Bytes32(sha256: state)
  }
}
