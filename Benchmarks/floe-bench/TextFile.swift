import Glibc

/// Small files, read and written whole.
enum TextFile {
  /// A file's bytes, or nil when it cannot be read.
  static func bytes(_ path: String) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8]()
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe read(file, &chunk, chunk.count)
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// A file's text, or nil when it cannot be read.
  static func text(_ path: String) -> String? {
    bytes(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Replaces a file's contents.
  static func write(_ path: String, _ bytes: some Collection<UInt8>) throws(BenchmarkFailure) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw BenchmarkFailure("cannot write \(path): errno \(errno)") }
    defer { close(file) }
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { throw BenchmarkFailure("cannot write \(path): errno \(errno)") }
      rest = rest.dropFirst(count)
    }
  }

  /// Says something to the person who waits.
  static func say(_ text: String) {
    let bytes = Array("\(text)\n".utf8)
    _ = unsafe Glibc.write(2, bytes, bytes.count)
  }
}
