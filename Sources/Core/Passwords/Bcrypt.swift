internal import CCrypt
internal import Glibc

/// The password hash bcrypt in its form `$2b$`, as libxcrypt computes it (crypt(5)).
///
/// One hash takes a time that doubles with each step of the cost, a quarter of a second of a
/// processor at 12: callers keep it off the loops and bound how many run at once.
package enum Bcrypt {
  /// Costs that are taken; a larger one would occupy a processor for seconds.
  package static let costs = 4...15
  /// Bytes of random salt that a hash has.
  package static let saltByteCount = 16

  /// Hashes a password with a salt.
  ///
  /// - Parameters:
  ///   - cost: the logarithm of the rounds to base 2, one of `costs`.
  ///   - salt: `saltByteCount` random bytes, fresh for each hash.
  package static func hash(
    _ password: Password, cost: Int, salt: [UInt8]
  ) throws(BcryptFailure) -> PasswordHash {
    precondition(costs.contains(cost) && salt.count == saltByteCount)
    let setting = try setting(cost: cost, salt: salt)
    guard let hash = PasswordHash(try crypt(password, setting: setting)) else {
      throw .unexpectedForm
    }
    return hash
  }

  /// Whether a password is the one that was hashed; takes as long as hashing it at that cost.
  package static func matches(
    _ password: Password, _ hash: PasswordHash
  ) throws(BcryptFailure) -> Bool {
    let computed = try crypt(password, setting: hash.text)
    // Which byte differs must not show in the time.
    var difference = computed.utf8.count ^ hash.text.utf8.count
    for (one, two) in zip(computed.utf8, hash.text.utf8) { difference |= Int(one ^ two) }
    return difference == 0
  }

  private static func setting(cost: Int, salt: [UInt8]) throws(BcryptFailure) -> String {
    var output = [CChar](repeating: 0, count: Int(CRYPT_GENSALT_OUTPUT_SIZE))
    let isMade = unsafe salt.withUnsafeBytes { salt in
      unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe crypt_gensalt_rn(
          "$2b$", UInt(cost), salt.baseAddress?.assumingMemoryBound(to: CChar.self),
          Int32(salt.count), output.baseAddress, Int32(output.count)) != nil
      }
    }
    guard isMade else { throw .refused }
    return text(output)
  }

  /// What crypt(3) makes of a password and a setting or an earlier hash.
  private static func crypt(
    _ password: Password, setting: String
  ) throws(BcryptFailure) -> String {
    // 32 KiB, too much for the stack of a loop; cleared before it is freed, since it saw the password.
    let work = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
    unsafe work.initialize(to: crypt_data())
    defer {
      unsafe explicit_bzero(work, MemoryLayout<crypt_data>.size)
      unsafe work.deallocate()
    }
    let phrase = password.bytes.map { CChar(bitPattern: $0) } + [0]
    let result: String? = unsafe phrase.withUnsafeBufferPointer { phrase in
      unsafe setting.withCString { setting in
        guard
          let hash = unsafe crypt_rn(
            phrase.baseAddress, setting, work, Int32(MemoryLayout<crypt_data>.size))
        else { return nil }
        return unsafe String(cString: hash)
      }
    }
    guard let result else { throw .refused }
    return result
  }

  private static func text(_ characters: [CChar]) -> String {
    String(
      decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
