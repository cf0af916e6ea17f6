extension DigestState {
  /// The digest of an array of bytes.
  package static func digest(_ algorithm: DigestAlgorithm, of bytes: [UInt8]) -> [UInt8] {
    unsafe digest(algorithm, of: bytes.span.bytes)
  }
}
