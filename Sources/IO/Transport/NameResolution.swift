internal import Glibc

/// The addresses of a name; the call blocks, so it belongs on the blocking pool.
package enum NameResolution {
  /// Addresses that are tried for one name.
  package static let addressesMax = 8

  /// Asks the system's resolver, in the order that it prefers; a numeric address is its own answer.
  package static func addresses(
    of host: String, port: UInt16
  ) -> Result<[SocketAddress], ClientStreamFailure> {
    if let numeric = try? SocketAddress(host: host, port: port) { return .success([numeric]) }
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    let failure = unsafe getaddrinfo(host, String(port), &hints, &list)
    guard failure == 0 else {
      return .failure(.unresolved(unsafe String(cString: gai_strerror(failure))))
    }
    defer { unsafe freeaddrinfo(list) }
    var found: [SocketAddress] = []
    var next = unsafe list
    while let entry = unsafe next, found.count < addressesMax {
      unsafe next = entry.pointee.ai_next
      var storage = sockaddr_storage()
      let size = unsafe min(Int(entry.pointee.ai_addrlen), MemoryLayout<sockaddr_storage>.size)
      unsafe withUnsafeMutableBytes(of: &storage) {
        unsafe $0.copyMemory(
          from: UnsafeRawBufferPointer(start: entry.pointee.ai_addr, count: size))
      }
      found.append(SocketAddress(storage))
    }
    return found.isEmpty ? .failure(.unresolved("it has no address")) : .success(found)
  }
}
