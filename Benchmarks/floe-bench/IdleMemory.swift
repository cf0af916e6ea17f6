import Glibc

/// What connections that do nothing cost a server.
struct IdleMemory {
  let name: String
  let connections: Int
  let allocatedBefore: Int
  let allocatedAfter: Int

  /// Growth of the allocated memory over the connections; the kernel's own memory is not in it, nor
  /// are pages of files.
  var bytesPerConnection: Double {
    Double(allocatedAfter - allocatedBefore) / Double(max(connections, 1))
  }

  /// Opens connections to a freshly started server, has each answer one request, and looks at
  /// the memory before and after.
  static func measure(
    _ contender: Contender, size: Int, path: String, connections wanted: Int
  ) throws(BenchmarkFailure) -> IdleMemory {
    let port = contender.port(size)
    let request = Request.get(path, port: port)
    // What a server allocates for its first connections is not what an idle one costs.
    do {
      var first = [HTTPConnection]()
      for _ in 0..<100 {
        let connection = try HTTPConnection(port: port)
        _ = try connection.exchange(request)
        first.append(connection)
      }
    }
    usleep(300_000)
    let before = ProcessTree.allocatedBytes(contender.members)
    var open = [HTTPConnection]()
    open.reserveCapacity(wanted)
    for _ in 0..<wanted {
      let connection = try HTTPConnection(port: port)
      _ = try connection.exchange(request)
      open.append(connection)
    }
    usleep(300_000)
    let after = ProcessTree.allocatedBytes(contender.members)
    for index in stride(from: 0, to: open.count, by: 100) {
      guard try open[index].exchange(request).status == 200 else {
        throw BenchmarkFailure("\(contender.name) forgot a connection")
      }
    }
    return IdleMemory(
      name: contender.name, connections: open.count, allocatedBefore: before, allocatedAfter: after)
  }

  /// The most connections that the limit on open files allows, after raising it.
  static func connectionsAllowed(_ wanted: Int) -> Int {
    var limit = rlimit()
    unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let room = Int(clamping: limit.rlim_cur) - 500
    return min(wanted, max(room, 0))
  }
}
