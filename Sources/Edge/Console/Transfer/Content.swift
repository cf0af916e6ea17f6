internal import Glibc

/// The bytes that a command stores or identifies: a file, or what comes in through a pipe.
///
/// A file is read where it lies; a pipe is read to its end into memory.
final class Content: Sendable {
  /// Where the bytes are.
  private enum Place {
    case file(descriptor: Int32, start: Int)
    case memory([UInt8])
  }

  /// The most that is taken from a pipe, in bytes.
  static let pipeBytesMax = 1 << 30
  /// The operand that means the standard input stream.
  static let standardInput = "-"

  /// What people call it: the path, or "standard input".
  let name: String
  /// The number of bytes.
  let count: Int
  private let place: Place
  private let isOurs: Bool

  /// Opens the file of a command line.
  init(_ path: String, on terminal: Terminal) throws(CommandFailure) {
    let isStandard = path == Self.standardInput
    let name = isStandard ? "standard input" : CommandLineReader.shown(path)
    let descriptor = isStandard ? terminal.input : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .failed("\(name) cannot be read: \(SystemError.text(errno))")
    }
    let found: (place: Place, count: Int)
    do throws(CommandFailure) {
      found = try Self.find(descriptor, name)
    } catch {
      if !isStandard { close(descriptor) }
      throw error
    }
    self.name = name
    (place, count) = found
    isOurs = !isStandard
    if case .memory = found.place, !isStandard { close(descriptor) }
  }

  deinit {
    if case .file(let descriptor, _) = place, isOurs { close(descriptor) }
  }

  private static func find(
    _ descriptor: Int32, _ name: String
  ) throws(CommandFailure) -> (place: Place, count: Int) {
    var facts = stat()
    guard unsafe fstat(descriptor, &facts) == 0 else {
      throw .failed("\(name) cannot be read: \(SystemError.text(errno))")
    }
    switch facts.st_mode & S_IFMT {
    case S_IFDIR: throw .failed("\(name) is a folder, not a file")
    case S_IFREG:
      // The standard input stream may have been read in part by somebody else.
      let start = max(0, lseek(descriptor, 0, SEEK_CUR))
      return (.file(descriptor: descriptor, start: start), max(0, Int(facts.st_size) - start))
    default:
      let bytes = try readToEnd(descriptor, name)
      return (.memory(bytes), bytes.count)
    }
  }

  private static func readToEnd(
    _ descriptor: Int32, _ name: String
  ) throws(CommandFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = unsafe piece.withUnsafeMutableBytes { buffer in
        unsafe read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw .failed("\(name) cannot be read: \(SystemError.text(errno))")
      }
      if count == 0 { return bytes }
      guard bytes.count + count <= pipeBytesMax else {
        throw .failed(
          "\(name) is longer than \(AmountText.bytes(Double(pipeBytesMax))); use a file")
      }
      bytes += piece[..<count]
    }
  }

  /// Copies bytes from an offset on; the number of bytes, 0 when they cannot be read.
  func copy(from offset: Int, into target: UnsafeMutableRawBufferPointer) -> Int {
    let wanted = min(target.count, count - offset)
    guard wanted > 0, let base = target.baseAddress else { return 0 }
    switch place {
    case .memory(let bytes):
      unsafe bytes.withUnsafeBytes { source in
        unsafe base.copyMemory(from: source.baseAddress! + offset, byteCount: wanted)
      }
      return wanted
    case .file(let descriptor, let start):
      while true {
        let count = unsafe pread(descriptor, base, wanted, start + offset)
        if count < 0, errno == EINTR { continue }
        return max(count, 0)
      }
    }
  }

  /// All bytes at once, nil when they cannot be had; of a file, as pages that come in when they
  /// are looked at.
  func withBytes<Value, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Value
  ) throws(Failure) -> Value? {
    switch place {
    case .memory(let bytes):
      return unsafe try body(bytes.span.bytes)
    case .file(let descriptor, let start):
      let empty: [UInt8] = []
      if count == 0 { return unsafe try body(empty.span.bytes) }
      // A mapping starts at a page; what lies before the start is mapped and left alone.
      let page = start & ~(Int(getpagesize()) - 1)
      let length = start - page + count
      let mapped = unsafe mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, page)
      guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { return nil }
      defer { unsafe _ = munmap(mapped, length) }
      let bytes = unsafe UnsafeRawBufferPointer(start: mapped + (start - page), count: count)
      return try unsafe body(bytes.bytes)
    }
  }
}
