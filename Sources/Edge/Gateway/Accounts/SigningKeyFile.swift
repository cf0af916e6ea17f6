internal import Accounts
internal import Glibc

/// The keys of signed tokens: of the settings, of a file, or made once and kept in the data
/// directory. Files are read when the process starts, before anything is served.
enum SigningKeyFile {
  /// Bytes of a file with keys at most.
  private static let byteCountMax = 16 * 1024

  /// A file with keys that cannot be used; shows no key.
  struct Failure: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path): \(reason)" }
  }

  /// The keys that the settings name; nil when they name none and none is to be made.
  static func keys(
    _ settings: SigningSettings, dataDirectory: String
  ) throws -> SigningKeys? {
    var texts = settings.keys
    if let path = settings.keysFile { texts += try lines(path) }
    if texts.isEmpty, settings.keysAreGenerated {
      texts = try made("\(dataDirectory)/signing-keys", in: dataDirectory)
    }
    return texts.isEmpty ? nil : try SigningKeys(texts, algorithm: settings.algorithm)
  }

  /// The key that was made before, or a new one.
  private static func made(_ path: String, in directory: String) throws(Failure) -> [String] {
    if unsafe access(path, F_OK) == 0 { return try lines(path) }
    if unsafe mkdir(directory, 0o700) != 0, errno != EEXIST {
      throw failure(directory, errno)
    }
    let text = SigningKey.generate()
    let bytes = Array((text + "\n").utf8)
    // Written beside and linked into place: two that start at once end with one key.
    let temporary = "\(path).\(getpid()).new"
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
    return try lines(path)
  }

  private static func lines(_ path: String) throws(Failure) -> [String] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: byteCountMax + 1)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe read(descriptor, buffer.baseAddress, buffer.count)
    }
    guard count >= 0 else { throw failure(path, errno) }
    guard count <= byteCountMax else {
      throw Failure(path: path, reason: "the file has more than \(byteCountMax) bytes")
    }
    return String(decoding: bytes[..<count], as: UTF8.self)
      .split(whereSeparator: \.isNewline).map(String.init).filter { !$0.hasPrefix("#") }
  }

  private static func failure(_ path: String, _ error: Int32) -> Failure {
    Failure(path: path, reason: unsafe String(cString: strerror(error)))
  }
}
