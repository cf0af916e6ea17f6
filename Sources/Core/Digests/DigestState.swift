internal import COpenSSL

/// A digest under way: bytes go in as they come, the digest comes out once.
///
/// `@safe`: the context is made in the initialiser, freed in the deinitialiser, and never leaves.
@safe
package struct DigestState: ~Copyable {
  private let context: OpaquePointer
  /// The function that is computed.
  package let algorithm: DigestAlgorithm

  /// A digest of no bytes yet.
  package init(_ algorithm: DigestAlgorithm) {
    self.algorithm = algorithm
    guard let context = unsafe EVP_MD_CTX_new() else { fatalError("no memory for a digest") }
    unsafe self.context = context
    let started = unsafe EVP_DigestInit_ex(context, Self.function(algorithm), nil)
    precondition(started == 1, "libcrypto does not offer \(algorithm)")
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Takes more bytes.
  package mutating func update(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { bytes in
      let updated = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
      precondition(updated == 1, "a digest cannot be continued")
    }
  }

  /// The digest of everything that was taken, `algorithm.byteCount` bytes.
  package consuming func finalize() -> [UInt8] {
    let context = unsafe self.context
    return unsafe [UInt8](unsafeUninitializedCapacity: algorithm.byteCount) { buffer, count in
      var written: UInt32 = 0
      let finished = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, &written)
      precondition(finished == 1, "a digest cannot be finished")
      count = Int(written)
    }
  }

  /// The digest of all of the bytes.
  package static func digest(_ algorithm: DigestAlgorithm, of bytes: RawSpan) -> [UInt8] {
    var state = DigestState(algorithm)
    state.update(bytes)
    return state.finalize()
  }

  private static func function(_ algorithm: DigestAlgorithm) -> OpaquePointer? {
    switch algorithm {
    case .sha1: unsafe EVP_sha1()
    case .sha256: unsafe EVP_sha256()
    case .sha512: unsafe EVP_sha512()
    case .blake2b512: unsafe EVP_blake2b512()
    case .sha3_256: unsafe EVP_sha3_256()
    case .sha3_512: unsafe EVP_sha3_512()
    }
  }
}
