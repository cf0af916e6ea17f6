internal import Bytes
internal import Glibc

/// The sockets that listen at an address, of all processes, by what the kernel says of them (proc(5),
/// `/proc/net/tcp`).
enum ListeningSockets {
  /// As much of the file as is read; what listens stands before all connections.
  private static let byteCountMax = 1 << 20

  /// The inodes of the sockets that listen at exactly this address and port; nil when the kernel
  /// does not say.
  static func inodes(at address: PeerAddress) -> Set<UInt64>? {
    guard let text = read(address.isIPv4 ? "/proc/net/tcp" : "/proc/net/tcp6") else { return nil }
    let place = placeText(of: address)
    var inodes: Set<UInt64> = []
    for line in text.split(separator: "\n").dropFirst() {
      let columns = line.split(separator: " ", omittingEmptySubsequences: true)
      // sl, local address, remote address, state (0A listens), …, inode
      guard columns.count > 9, columns[1] == place, columns[3] == "0A",
        let inode = UInt64(columns[9])
      else { continue }
      inodes.insert(inode)
    }
    return inodes
  }

  /// The address as the kernel prints it: words of 32 bits in the order of the machine, and the port.
  static func placeText(of address: PeerAddress) -> String {
    let words =
      address.isIPv4
      ? [UInt32(truncatingIfNeeded: address.low)]
      : [
        UInt32(address.high >> 32), UInt32(truncatingIfNeeded: address.high),
        UInt32(address.low >> 32), UInt32(truncatingIfNeeded: address.low),
      ]
    let host = words.map { hexadecimal(UInt64($0.bigEndian), digits: 8) }.joined()
    return "\(host):\(hexadecimal(UInt64(address.port), digits: 4))"
  }

  private static func hexadecimal(_ value: UInt64, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private static func read(_ path: String) -> String? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var text: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while text.count < byteCountMax {
      let count = unsafe Glibc.read(descriptor, &piece, piece.count)
      guard count > 0 else { break }
      text += piece[..<count]
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension ListeningSockets {
  /// The inode of a socket of this process.
  static func inode(of descriptor: Int32) -> UInt64? {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    return UInt64(status.st_ino)
  }
}
