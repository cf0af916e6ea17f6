internal import Glibc

/// A secret that is made once and kept in a file of the data directory, for its owner alone.
enum KeptSecret {
  /// A file that cannot be used; shows nothing of what is in it.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ path: String, _ reason: String) { description = "\(path): \(reason)" }

    init(_ path: String, _ error: Int32) {
      self.init(path, unsafe String(cString: strerror(error)))
    }
  }

  /// What a file holds; nil when there is none.
  static func read(_ path: String, byteCountMax: Int) throws(Failure) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw Failure(path, errno)
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: byteCountMax + 1)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    }
    guard count >= 0 else { throw Failure(path, errno) }
    guard count <= byteCountMax else {
      throw Failure(path, "the file has more than \(byteCountMax) bytes")
    }
    return Array(bytes[..<count])
  }

  /// Writes a new secret where there is none yet, and makes the directory if it is missing.
  static func make(_ path: String, in directory: String, _ bytes: [UInt8]) throws(Failure) {
    if unsafe mkdir(directory, 0o700) != 0, errno != EEXIST { throw Failure(directory, errno) }
    // Written beside and linked into place: two that start at once end with one secret.
    let temporary = "\(path).\(getpid()).new"
    let descriptor = unsafe open(
      temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Failure(temporary, errno) }
    defer { close(descriptor) }
    let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count, fsync(descriptor) == 0 else { throw Failure(temporary, errno) }
    let isLinked = unsafe link(temporary, path) == 0
    let error = errno
    unsafe unlink(temporary)
    guard isLinked || error == EEXIST else { throw Failure(path, error) }
  }
}
