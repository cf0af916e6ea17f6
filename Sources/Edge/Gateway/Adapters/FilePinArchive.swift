internal import ContentDelivery
internal import EventLoops
internal import Glibc

/// The list of pinned contents as a file of the data directory: a path a line.
///
/// A new list is written beside the old one and renamed over it, so that a crash leaves one or the
/// other whole.
struct FilePinArchive: PinArchive {
  let directory: String
  let pool: BlockingPool

  /// The longest list that is read, in bytes.
  private static let byteCountMax = 64 << 20

  /// The list could not be read or written.
  struct Failure: Error, CustomStringConvertible {
    let path: String
    let error: Int32

    var description: String { unsafe "\(path): \(String(cString: strerror(error)))" }
  }

  private var path: String { "\(directory)/pins" }

  func load() async throws -> [String] {
    let path = path
    let bytes = try await pool.run { Result { () throws(Failure) in try Self.read(path) } }.get()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  func save(_ paths: [String]) async throws {
    let (path, directory) = (path, directory)
    let bytes = Array(paths.map { $0 + "\n" }.joined().utf8)
    try await pool.run {
      Result { () throws(Failure) in try Self.write(bytes, to: path, in: directory) }
    }.get()
  }

  private static func read(_ path: String) throws(Failure) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return [] }
      throw Failure(path: path, error: errno)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = unsafe piece.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Failure(path: path, error: errno) }
      guard bytes.count + count <= byteCountMax else { throw Failure(path: path, error: EFBIG) }
      if count == 0 { return bytes }
      bytes += piece[..<count]
    }
  }

  private static func write(
    _ bytes: [UInt8], to path: String, in directory: String
  ) throws(Failure) {
    if unsafe mkdir(directory, 0o700) != 0, errno != EEXIST {
      throw Failure(path: directory, error: errno)
    }
    let temporary = path + ".new"
    let descriptor = unsafe open(
      temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Failure(path: temporary, error: errno) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress! + written, buffer.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Failure(path: temporary, error: errno) }
      written += count
    }
    guard fsync(descriptor) == 0, unsafe rename(temporary, path) == 0 else {
      throw Failure(path: path, error: errno)
    }
    // The new name is safe once the folder is.
    let folder = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw Failure(path: directory, error: errno) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw Failure(path: directory, error: errno) }
  }
}
