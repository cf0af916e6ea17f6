internal import CZ
internal import Glibc

/// A file of requests on its way into a trace.
final class TraceFile {
  private let name: String
  private let descriptor: Int32
  private let isOurs: Bool
  private let byteCount: Int?
  private let terminal: Terminal

  /// Bytes that are read at a time.
  private static let pieceSize = 256 * 1024

  /// Opens the file of a command line.
  init(_ path: String, on terminal: Terminal) throws(CommandFailure) {
    let isStandard = path == Content.standardInput
    name = isStandard ? "standard input" : CommandLineReader.shown(path)
    descriptor = isStandard ? terminal.input : unsafe open(path, O_RDONLY | O_CLOEXEC)
    isOurs = !isStandard
    self.terminal = terminal
    guard descriptor >= 0 else {
      byteCount = nil
      throw .failed("\(name) cannot be read: \(SystemError.text(errno))")
    }
    var facts = stat()
    let isRegular =
      unsafe fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    byteCount = isRegular ? Int(facts.st_size) : nil
    if facts.st_mode & S_IFMT == S_IFDIR { throw .failed("\(name) is a folder, not a file") }
  }

  deinit {
    if isOurs, descriptor >= 0 { close(descriptor) }
  }

  /// All requests of the file.
  ///
  /// - Parameter isEqual: whether every request counts as one byte.
  /// - Throws: the first line that makes no sense, or what is wrong with the file.
  func read(isEqual: Bool) throws(CommandFailure) -> Trace {
    let meter = ProgressMeter(
      ProgressBar(label: "reading", unit: .bytes), total: byteCount, on: terminal)
    defer { meter.finish() }
    var lines = TraceLines(name: name, isEqual: isEqual)
    var gzip: GzipReader?
    var isFirst = true
    while true {
      let piece = try readPiece()
      if piece.isEmpty { break }
      meter.advance(by: piece.count)
      if isFirst, piece.count >= 2, piece[0] == 0x1f, piece[1] == 0x8b {
        gzip = try GzipReader(name: name)
      }
      isFirst = false
      if let gzip {
        try gzip.read(piece) { bytes throws(CommandFailure) in try lines.take(bytes) }
      } else {
        try lines.take(piece.span)
      }
    }
    try gzip?.finish()
    return try lines.finish()
  }

  private func readPiece() throws(CommandFailure) -> [UInt8] {
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    var count = 0
    // A pipe gives little at a time, and the first two bytes have to come together.
    while count < piece.count {
      let got = unsafe piece.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress! + count, buffer.count - count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        throw .failed("\(name) cannot be read: \(SystemError.text(errno))")
      }
      if got == 0 { break }
      count += got
    }
    piece.removeLast(piece.count - count)
    return piece
  }
}
