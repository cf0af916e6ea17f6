internal import COpenSSL

/// Random bytes that nobody can guess, of libcrypto's generator.
package enum SecureRandom {
  /// So many random bytes. A generator that fails stops the process: nothing may go on with less.
  package static func bytes(_ count: Int) -> [UInt8] {
    precondition(count >= 0)
    var bytes = [UInt8](repeating: 0, count: count)
    guard count > 0 else { return bytes }
    let made = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe RAND_bytes(buffer.baseAddress, Int32(buffer.count))
    }
    precondition(made == 1, "libcrypto has no random bytes")
    return bytes
  }

  /// So many random characters of base62, each equally likely: 5.95 bits a character.
  package static func base62(_ count: Int) -> String {
    var characters: [UInt8] = []
    characters.reserveCapacity(count)
    while characters.count < count {
      // 248 is the largest multiple of 62 in a byte: what is above would favour some characters.
      for byte in bytes(count) where byte < 248 && characters.count < count {
        characters.append(Base62.alphabet[Int(byte % 62)])
      }
    }
    return String(decoding: characters, as: UTF8.self)
  }
}
