internal import Glibc

/// Where a download goes: a stream, or a file that appears whole or not at all.
///
/// A file is written beside its place under a name of its own and moved there in the end.
/// What is there already and is no ordinary file, such as /dev/null, is written to directly.
struct DownloadTarget: Sendable {
  let descriptor: Int32
  /// What people call it.
  let name: String
  private let draft: String?
  private let path: String?

  /// The stream.
  static func stream(_ descriptor: Int32) -> DownloadTarget {
    DownloadTarget(descriptor: descriptor, name: "standard output", draft: nil, path: nil)
  }

  /// The file at a path.
  static func file(_ path: String) throws(CommandFailure) -> DownloadTarget {
    let name = CommandLineReader.shown(path)
    var facts = stat()
    if unsafe stat(path, &facts) == 0 {
      if facts.st_mode & S_IFMT == S_IFDIR { throw .failed("\(name) is a folder, not a file") }
      if facts.st_mode & S_IFMT != S_IFREG {
        let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unwritable(name, errno) }
        return DownloadTarget(descriptor: descriptor, name: name, draft: nil, path: path)
      }
    }
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let suffix = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    let draft = "\(path[..<slash]).\(path[slash...].prefix(100)).\(suffix).part"
    let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw unwritable(name, errno) }
    return DownloadTarget(descriptor: descriptor, name: name, draft: draft, path: path)
  }

  /// What to say when the system refuses to write.
  static func unwritable(_ name: String, _ error: Int32) -> CommandFailure {
    .failed("\(name) cannot be written: \(SystemError.text(error))")
  }

  /// Puts the file in its place.
  func commit() throws(CommandFailure) {
    guard let path else { return }
    // Some file systems tell of a failed write only now.
    let isSynchronized = draft == nil || fsync(descriptor) == 0
    var error = isSynchronized ? 0 : errno
    if close(descriptor) != 0, error == 0 { error = errno }
    guard let draft else { return }
    if error == 0, unsafe rename(draft, path) != 0 { error = errno }
    guard error != 0 else { return }
    unsafe unlink(draft)
    throw Self.unwritable(name, error)
  }

  /// Leaves nothing behind.
  func discard() {
    guard path != nil else { return }
    close(descriptor)
    if let draft { unsafe unlink(draft) }
  }
}
