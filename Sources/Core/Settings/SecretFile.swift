import Glibc

/// A file whose whole content is one secret, as container platforms and systemd mount them.
package struct SecretFile: Sendable, Hashable {
  /// The largest secret, in bytes.
  package static let sizeMax = 64 * 1024

  /// The content, less one line feed at its end.
  package let text: String
  /// Whether every user of the machine may read the file.
  package let isWorldReadable: Bool

  /// A file with this content; of line ends one at the end is left out, because editors put it
  /// there.
  package init(content: String, isWorldReadable: Bool = false) {
    var text = Substring(content)
    if text.last == "\n" || text.last == "\r\n" { text.removeLast() }
    self.text = String(text)
    self.isWorldReadable = isWorldReadable
  }

  /// Reads the file at a path.
  ///
  /// - Throws: `Unreadable` when it is not there, no regular file, empty, too large or not UTF-8.
  package static func read(path: String) throws(Unreadable) -> SecretFile {
    // A pipe without a writer must not keep the start waiting.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Unreadable("cannot be opened: \(unsafe String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Unreadable("is no regular file")
    }
    var bytes = [UInt8](repeating: 0, count: sizeMax + 1)
    var count = 0
    while count < bytes.count {
      let start = count
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress! + start, buffer.count - start)
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw Unreadable("cannot be read: \(unsafe String(cString: strerror(errno)))")
      }
      if got == 0 { break }
      count += got
    }
    if count > sizeMax { throw Unreadable("is larger than \(sizeMax) bytes") }
    guard let content = String(validating: bytes[..<count], as: UTF8.self) else {
      throw Unreadable("is not UTF-8 text")
    }
    let file = SecretFile(
      content: content, isWorldReadable: status.st_mode & S_IROTH != 0)
    if file.text.isEmpty { throw Unreadable("is empty") }
    return file
  }

  /// Why a file gives no secret; never what is in it.
  package struct Unreadable: Error, Sendable, Hashable {
    /// The end of the sentence that begins with the file's path.
    package let reason: String

    /// Makes a failure.
    package init(_ reason: String) { self.reason = reason }
  }
}
