import RequestSigning

/// A signature that is read has one spelling and is nobody's; one that is made here opens, and no
/// other bytes do.
func fuzzSignatures(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    let raw = bytes.indices.map { bytes[$0] }
    _ = SignatureKey(String(decoding: raw, as: UTF8.self))
    guard let signature = RequestSignature(raw) else { return }
    precondition(Array(signature.value.utf8) == raw, "a signature has two spellings")
    let request = CanonicalRequest(
      method: "GET", path: "/", query: "", contentDigest: Array(raw.prefix(32)))
    let isRight: Bool
    do {
      try verifier.verify(signature, of: request, at: signature.timestamp)
      isRight = true
    } catch {
      isRight = false
    }
    precondition(!isRight, "a signature without the key")
    let made = RequestSignature(
      of: request, with: key, timestamp: signature.timestamp, nonce: signature.nonce)
    precondition(RequestSignature(Array(made.value.utf8)) == made)
    try! verifier.verify(made, of: request, at: signature.timestamp)
  }
}

private let key = SignatureKey("ops:a-secret-of-thirty-two-characters")!
private let verifier = SignatureVerifier(keys: [key])
