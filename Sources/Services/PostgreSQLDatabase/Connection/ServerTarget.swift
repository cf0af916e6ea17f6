internal import CPostgreSQL
internal import Glibc
internal import Persistence

/// Where the server is: the address that was set, with its names looked up.
struct ServerTarget: Sendable {
  private let url: String
  /// The password in it, to keep it out of messages.
  let password: String?
  /// What `host` says, several in one with commas, and `port` likewise.
  let hosts: [String]
  private let ports: [String]
  private var resolved: (hosts: String, addresses: String, ports: String)?

  /// Reads an address.
  ///
  /// - Throws: `.unusable`, without quoting the address, for what libpq cannot read.
  init(url: String) throws(DatabaseFailure) {
    self.url = url
    guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://"),
      let options = unsafe PQconninfoParse(url, nil)
    else {
      throw DatabaseFailure(
        .unusable, "the address is none of PostgreSQL: postgres://host/database")
    }
    defer { unsafe PQconninfoFree(options) }
    var values: [String: String] = [:]
    var index = 0
    while let keyword = unsafe options[index].keyword {
      if let value = unsafe options[index].val {
        values[unsafe String(cString: keyword)] = unsafe String(cString: value)
      }
      index += 1
    }
    password = values["password"]
    func list(_ key: String) -> [String] {
      values[key]?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
    }
    hosts = values["hostaddr"] == nil ? list("host") : []
    ports = list("port")
  }

  /// The same with the addresses of its hosts, one list a host. Hosts that were not found are left
  /// out; a folder of sockets needs no address.
  ///
  /// - Throws: `.unavailable` when none is left.
  func resolved(_ addresses: [[String]]) throws(DatabaseFailure) -> ServerTarget {
    var (names, numbers, doors): ([String], [String], [String]) = ([], [], [])
    for (index, host) in hosts.enumerated() {
      let isFolder = HostLookup.isFolder(host)
      for address in isFolder ? [""] : addresses[index] {
        names.append(host)
        numbers.append(address)
        doors.append(
          ports.count == 1 ? ports[0] : ports.indices.contains(index) ? ports[index] : "")
      }
    }
    guard !names.isEmpty else {
      let names = hosts.joined(separator: ", ")
      throw DatabaseFailure(.unavailable, "no address was found for \(names)", sqlState: "08001")
    }
    var target = self
    target.resolved = (
      names.joined(separator: ","), numbers.joined(separator: ","), doors.joined(separator: ",")
    )
    return target
  }

  /// A handle that has begun to connect; nil without memory for one.
  func startConnecting() -> OpaquePointer? {
    // What stands before the address can be set otherwise in it; what stands behind cannot.
    // Without an end to a silent connection a server that lost its power would never be missed.
    var parameters = [
      ("fallback_application_name", "floe"), ("client_encoding", "UTF8"),
      ("gssencmode", "disable"), ("keepalives_idle", "30"), ("keepalives_interval", "10"),
      ("keepalives_count", "3"), ("tcp_user_timeout", "30000"), ("dbname", url),
    ]
    if let resolved {
      parameters.append(("host", resolved.hosts))
      parameters.append(("hostaddr", resolved.addresses))
      if resolved.ports.utf8.contains(where: { $0 != UInt8(ascii: ",") }) {
        parameters.append(("port", resolved.ports))
      }
    }
    let texts = unsafe (parameters.map(\.0) + parameters.map(\.1)).map { unsafe strdup($0) }
    defer { unsafe texts.forEach { unsafe free($0) } }
    let count = parameters.count
    let keywords = unsafe texts[..<count].map { unsafe UnsafePointer($0) } + [nil]
    let values = unsafe texts[count...].map { unsafe UnsafePointer($0) } + [nil]
    return unsafe PQconnectStartParams(keywords, values, 1)
  }
}
