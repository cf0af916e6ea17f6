import Glibc

/// Ports of loopback that nobody listens on, below those that the system gives to clients.
enum FreePorts {
  /// A port that is free now, as is the one 10,000 above it, where members of a cluster talk.
  static func take() -> UInt16 {
    for _ in 0..<1000 {
      let port = UInt16.random(in: 12_000..<22_000)
      if canBind(port), canBind(port + 10_000) { return port }
    }
    fatalError("no port is free")
  }

  /// Whether somebody accepts connections there.
  static func isTaken(_ port: UInt16) -> Bool {
    withSocket(port) { connect($0, $1, $2) == 0 }
  }

  private static func canBind(_ port: UInt16) -> Bool {
    withSocket(port) { bind($0, $1, $2) == 0 }
  }

  private static func withSocket(
    _ port: UInt16, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
  ) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
