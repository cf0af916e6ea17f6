internal import Credentials
internal import Glibc
internal import Idempotency

/// What kept responses are sealed with: of the settings, or made once and kept in the data
/// directory.
enum IdempotencySecretFile {
  private static let name = "idempotency-secret"

  /// Bytes of the file at most.
  private static let byteCountMax = 1024

  /// The secret of the settings, of the file, or a new one.
  static func secret(
    _ settings: IdempotencySettings, dataDirectory: String
  ) throws(KeptSecret.Failure) -> [UInt8] {
    if let text = settings.secret { return try checked(Array(text.utf8), "idempotency.secret") }
    let path = "\(dataDirectory)/\(name)"
    if let kept = try KeptSecret.read(path, byteCountMax: byteCountMax) {
      return try checked(kept, path)
    }
    try KeptSecret.make(path, in: dataDirectory, Array(SecureRandom.base62(44).utf8))
    return try checked(KeptSecret.read(path, byteCountMax: byteCountMax) ?? [], path)
  }

  /// A secret for who only describes what an edge would be.
  static func throwaway() -> [UInt8] { SecureRandom.bytes(IdempotentRequests.secretMin) }

  private static func checked(
    _ secret: [UInt8], _ place: String
  ) throws(KeptSecret.Failure) -> [UInt8] {
    guard secret.count >= IdempotentRequests.secretMin else {
      throw KeptSecret.Failure(place, "fewer than \(IdempotentRequests.secretMin) characters")
    }
    return secret
  }
}
