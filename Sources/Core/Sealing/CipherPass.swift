internal import COpenSSL

/// One text going through AES-256-GCM of libcrypto.
///
/// `@safe`: the context is made in the initialiser, freed in the deinitialiser, and never leaves;
/// every buffer is as long as what libcrypto is told.
@safe
struct CipherPass: ~Copyable {
  enum Direction {
    case sealing
    case opening
  }

  private let context: OpaquePointer

  init(_ direction: Direction, key: [UInt8], nonce: [UInt8]) {
    guard let context = unsafe EVP_CIPHER_CTX_new() else { fatalError("no memory for a cipher") }
    unsafe self.context = context
    let started = unsafe EVP_CipherInit_ex(
      context, EVP_aes_256_gcm(), nil, key, nonce, direction == .sealing ? 1 : 0)
    precondition(started == 1, "libcrypto does not offer AES-256-GCM")
  }

  deinit { unsafe EVP_CIPHER_CTX_free(context) }

  /// Takes bytes that are proven, but not part of the text.
  mutating func bind(_ bytes: [UInt8]) {
    var written: Int32 = 0
    let taken = unsafe EVP_CipherUpdate(context, nil, &written, bytes, Int32(bytes.count))
    precondition(taken == 1, "a cipher cannot be continued")
  }

  /// The other side of the text.
  mutating func pass(_ text: [UInt8]) -> [UInt8] {
    guard !text.isEmpty else { return [] }
    var output = [UInt8](repeating: 0, count: text.count)
    var written: Int32 = 0
    let passed = unsafe EVP_CipherUpdate(context, &output, &written, text, Int32(text.count))
    precondition(passed == 1 && Int(written) == text.count, "a cipher cannot be continued")
    return output
  }

  /// Ends the sealing and gives the proof.
  mutating func tag(_ count: Int) -> [UInt8] {
    var rest: [UInt8] = [0]
    var written: Int32 = 0
    var tag = [UInt8](repeating: 0, count: count)
    let ended = unsafe EVP_CipherFinal_ex(context, &rest, &written)
    let told = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, Int32(count), &tag)
    precondition(ended == 1 && told == 1, "a cipher cannot be ended")
    return tag
  }

  /// Ends the opening: whether the text is as it was sealed.
  mutating func isGenuine(tag: [UInt8]) -> Bool {
    var tag = tag
    var rest: [UInt8] = [0]
    var written: Int32 = 0
    let taken = unsafe EVP_CIPHER_CTX_ctrl(
      context, EVP_CTRL_GCM_SET_TAG, Int32(tag.count), &tag)
    precondition(taken == 1, "a cipher takes no tag")
    return unsafe EVP_CipherFinal_ex(context, &rest, &written) == 1
  }
}
