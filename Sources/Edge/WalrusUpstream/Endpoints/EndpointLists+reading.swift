internal import Glibc

extension EndpointLists {
  /// The longest file that is read, in bytes.
  package static let fileBytesMax = 1 << 20

  /// Reads a file; blocks, so at start alone.
  package static func read(path: String) throws(Malformed) -> EndpointLists {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, unsafe String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe Glibc.read(descriptor, &piece, piece.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path, unsafe String(cString: strerror(errno)))
      }
      if count == 0 { break }
      bytes += piece[..<count]
      guard bytes.count <= fileBytesMax else {
        throw Malformed(description: "\(path) is larger than \(fileBytesMax) bytes")
      }
    }
    do throws(Malformed) {
      return try EndpointLists(json: bytes)
    } catch {
      throw Malformed(description: "\(path) \(error)")
    }
  }

  private static func failure(_ path: String, _ reason: String) -> Malformed {
    Malformed(description: "\(path) cannot be read: \(reason)")
  }
}
