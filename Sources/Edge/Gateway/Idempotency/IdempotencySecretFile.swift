internal import Credentials
internal import Glibc
internal import Idempotency

/// What kept responses are sealed with: of the settings, or made once and kept in the data
/// directory.
enum IdempotencySecretFile {
  /// A file with a secret that cannot be used; shows no secret.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let name = "idempotency-secret"

  /// The secret of the settings, of the file, or a new one.
  static func secret(
    _ settings: IdempotencySettings, dataDirectory: String
  ) throws(Failure) -> [UInt8] {
    if let text = settings.secret {
      guard text.utf8.count >= IdempotentRequests.secretMin else {
        throw Failure(
          description:
            "idempotency.secret has fewer than \(IdempotentRequests.secretMin) characters")
      }
      return Array(text.utf8)
    }
    let path = "\(dataDirectory)/\(name)"
    if let kept = try read(path) { return kept }
    if unsafe mkdir(dataDirectory, 0o700) != 0, errno != EEXIST {
      throw failure(dataDirectory, errno)
    }
    try make(path)
    guard let made = try read(path) else { throw failure(path, ENOENT) }
    return made
  }

  /// A secret for who only describes what an edge would be.
  static func throwaway() -> [UInt8] { SecureRandom.bytes(IdempotentRequests.secretMin) }

  private static func make(_ path: String) throws(Failure) {
    // Written beside and linked into place: two that start at once end with one secret.
    let temporary = "\(path).\(getpid()).new"
    let bytes = Array(SecureRandom.base62(44).utf8)
    let descriptor = unsafe open(
      temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(temporary, errno) }
    defer { close(descriptor) }
    let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count, fsync(descriptor) == 0 else { throw failure(temporary, errno) }
    let isLinked = unsafe link(temporary, path) == 0
    let error = errno
    unsafe unlink(temporary)
    guard isLinked || error == EEXIST else { throw failure(path, error) }
  }

  /// The secret in a file; nil when there is no file.
  private static func read(_ path: String) throws(Failure) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw failure(path, errno)
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    }
    guard count >= IdempotentRequests.secretMin else {
      throw Failure(description: "\(path) holds no secret")
    }
    return Array(bytes[..<count])
  }

  private static func failure(_ path: String, _ error: Int32) -> Failure {
    Failure(description: "\(path): \(unsafe String(cString: strerror(error)))")
  }
}
