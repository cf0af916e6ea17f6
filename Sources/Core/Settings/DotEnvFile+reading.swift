import Glibc

extension DotEnvFile {
  /// Reads the file at a path; nil when there is none. Throws when it is too large, not
  /// readable or not UTF-8; lines that cannot be read are among its `problems`.
  package static func read(path: String) throws(SettingsFailure) -> DotEnvFile? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 {
      if errno == ENOENT { return nil }
      throw failure(path, "cannot be opened: \(unsafe String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: sizeMax + 1)
    var count = 0
    while count < bytes.count {
      let start = count
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress! + start, buffer.count - start)
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw failure(path, "cannot be read: \(unsafe String(cString: strerror(errno)))")
      }
      if got == 0 { break }
      count += got
    }
    if count > sizeMax { throw failure(path, "is larger than \(sizeMax) bytes") }
    guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
      throw failure(path, "is not UTF-8 text")
    }
    return DotEnvFile(text: text, path: path)
  }

  private static func failure(_ path: String, _ reason: String) -> SettingsFailure {
    SettingsFailure([SettingsProblem(.malformed, "\(path) \(reason)")])
  }
}
