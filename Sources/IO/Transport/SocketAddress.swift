package import Bytes
internal import Glibc

/// An address to listen on or to connect to, and the conversions between the system's form and ours.
package struct SocketAddress: Sendable, Hashable {
  /// Why a text is not an address.
  package struct Malformed: Error {
    package let text: String
  }

  /// The address in our own form.
  package let peer: PeerAddress

  /// A numeric IPv4 or IPv6 address such as `127.0.0.1`, `0.0.0.0` or `::`.
  package init(host: String, port: UInt16) throws(Malformed) {
    var four = in_addr()
    if unsafe inet_pton(AF_INET, host, &four) == 1 {
      peer = PeerAddress(ipv4: UInt32(bigEndian: four.s_addr), port: port)
      return
    }
    var six = in6_addr()
    guard unsafe inet_pton(AF_INET6, host, &six) == 1 else { throw Malformed(text: host) }
    peer = Self.peer(six, port: port)
  }

  /// Binds a socket to the address.
  func bind(_ descriptor: Int32) -> Int32 {
    unsafe withSystemAddress { unsafe Glibc.bind(descriptor, $0, $1) }
  }

  /// Begins to connect a socket to the address.
  func connect(_ descriptor: Int32) -> Int32 {
    unsafe withSystemAddress { unsafe Glibc.connect(descriptor, $0, $1) }
  }

  /// Lends the address in the system's form.
  private func withSystemAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    if peer.isIPv4 {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = peer.port.bigEndian
      address.sin_addr.s_addr = UInt32(truncatingIfNeeded: peer.low).bigEndian
      return unsafe withUnsafePointer(to: &address) {
        unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
    }
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = peer.port.bigEndian
    unsafe withUnsafeMutableBytes(of: &address.sin6_addr) { bytes in
      unsafe bytes.storeBytes(of: peer.high.bigEndian, toByteOffset: 0, as: UInt64.self)
      unsafe bytes.storeBytes(of: peer.low.bigEndian, toByteOffset: 8, as: UInt64.self)
    }
    return unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
      }
    }
  }

  /// An address that the system has found.
  init(_ storage: sockaddr_storage) { peer = Self.peer(from: storage) }

  /// The peer in a structure that the system has filled.
  static func peer(from storage: sockaddr_storage) -> PeerAddress {
    unsafe withUnsafeBytes(of: storage) { bytes in
      if Int32(storage.ss_family) == AF_INET {
        let address = unsafe bytes.loadUnaligned(as: sockaddr_in.self)
        return PeerAddress(
          ipv4: UInt32(bigEndian: address.sin_addr.s_addr),
          port: UInt16(bigEndian: address.sin_port))
      }
      let address = unsafe bytes.loadUnaligned(as: sockaddr_in6.self)
      return peer(address.sin6_addr, port: UInt16(bigEndian: address.sin6_port))
    }
  }

  private static func peer(_ address: in6_addr, port: UInt16) -> PeerAddress {
    unsafe withUnsafeBytes(of: address) { bytes in
      let high = unsafe UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
      let low = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      // An IPv4 client of a dual-stack listener is the same client.
      let isMapped = high == 0 && low >> 32 == 0xffff
      return PeerAddress(high: high, low: low, port: port, isIPv4: isMapped)
    }
  }
}

extension SocketAddress {
  /// The address as text, without the port.
  package var host: String { peer.description }
}
