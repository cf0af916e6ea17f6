internal import Glibc

/// Looks names up, which waits: on a thread of a pool. libpq would do it where it connects, on the
/// loop.
enum HostLookup {
  /// The most addresses that are tried of one name.
  private static let addressesMax = 4

  /// The addresses of each host; none for a folder of sockets, and for what is not found.
  static func addresses(of hosts: [String]) -> [[String]] { hosts.map(addresses(of:)) }

  /// Whether a host needs no lookup.
  static func isPlain(_ host: String) -> Bool {
    if isFolder(host) || host.contains(":") { return true }
    return host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (48...57).contains($0) }
  }

  /// Whether a host is a folder of sockets of this machine; nothing stands for the usual one.
  static func isFolder(_ host: String) -> Bool {
    host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@")
  }

  private static func addresses(of host: String) -> [String] {
    if isFolder(host) { return [] }
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_family = AF_UNSPEC
    var found: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, nil, &hints, &found) == 0 else { return [] }
    defer { unsafe freeaddrinfo(found) }
    var texts: [String] = []
    var next = unsafe found
    while let entry = unsafe next, texts.count < addressesMax {
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      if unsafe getnameinfo(
        entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0,
        NI_NUMERICHOST) == 0
      {
        texts.append(
          String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
      }
      unsafe next = entry.pointee.ai_next
    }
    return texts
  }
}
