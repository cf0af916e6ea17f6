import Glibc

/// A blocking connection for warming up, counting idle memory and timing first bytes. The load
/// itself comes from wrk.
final class HTTPConnection {
  private let descriptor: Int32

  /// What came after the last response that was read.
  private var pending: [UInt8] = []

  /// A response: the bytes of its head and of its body.
  struct Response {
    var head: [UInt8]
    var body: [UInt8]

    /// The status code, 0 when the head is none.
    var status: Int {
      Int(String(decoding: head.dropFirst(9).prefix(3), as: UTF8.self)) ?? 0
    }
  }

  /// Connects to a port of this machine, waiting at most ten seconds for anything later.
  init(port: UInt16) throws(BenchmarkFailure) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    guard descriptor >= 0 else { throw BenchmarkFailure("no socket: errno \(errno)") }
    var one: Int32 = 1
    unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let result = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if result != 0 {
      let reason = errno
      close(descriptor)
      throw BenchmarkFailure("cannot connect to port \(port): errno \(reason)")
    }
  }

  /// Closes with a reset, which leaves no port waiting.
  deinit {
    var abandon = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &abandon, socklen_t(MemoryLayout<linger>.size))
    close(descriptor)
  }

  /// Sends a request and reads its whole response.
  func exchange(_ request: [UInt8]) throws(BenchmarkFailure) -> Response {
    try send(request)
    return try receive()
  }

  /// The time from the last byte of a request to the first byte of its response, in seconds; the
  /// response is then read to its end.
  func secondsToFirstByte(_ request: [UInt8]) throws(BenchmarkFailure) -> Double {
    let start = ContinuousClock.now
    try send(request)
    try fill()
    let elapsed = ContinuousClock.now - start
    let response = try receive()
    guard response.status == 200 else {
      throw BenchmarkFailure("answered \(response.status) instead of 200")
    }
    return elapsed / .seconds(1)
  }

  func send(_ bytes: [UInt8]) throws(BenchmarkFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw BenchmarkFailure("cannot send: errno \(errno)") }
      rest = rest.dropFirst(count)
    }
  }

  func receive() throws(BenchmarkFailure) -> Response {
    var headEnd = pending.firstRange(of: Array("\r\n\r\n".utf8))
    while headEnd == nil {
      try fill()
      headEnd = pending.firstRange(of: Array("\r\n\r\n".utf8))
    }
    let head = Array(pending[..<headEnd!.upperBound])
    pending.removeFirst(head.count)
    let body =
      if let length = Self.contentLength(head) {
        try take(length)
      } else {
        try takeChunks()
      }
    return Response(head: head, body: body)
  }

  private func takeChunks() throws(BenchmarkFailure) -> [UInt8] {
    var body = [UInt8]()
    while true {
      var lineEnd = pending.firstRange(of: [13, 10])
      while lineEnd == nil {
        try fill()
        lineEnd = pending.firstRange(of: [13, 10])
      }
      let line = String(decoding: pending[..<lineEnd!.lowerBound], as: UTF8.self)
      pending.removeFirst(lineEnd!.upperBound)
      guard let size = Int(line.prefix { $0 != ";" }, radix: 16) else {
        throw BenchmarkFailure("a response without a length")
      }
      body += try take(size)
      _ = try take(2)
      if size == 0 { return body }
    }
  }

  private func take(_ count: Int) throws(BenchmarkFailure) -> [UInt8] {
    while pending.count < count { try fill() }
    defer { pending.removeFirst(count) }
    return Array(pending[..<count])
  }

  private func fill() throws(BenchmarkFailure) {
    var chunk = [UInt8](repeating: 0, count: 65536)
    let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else {
      throw BenchmarkFailure(count == 0 ? "the server closed" : "no answer: errno \(errno)")
    }
    pending += chunk[..<count]
  }

  /// The value of Content-Length, or nil.
  static func contentLength(_ head: [UInt8]) -> Int? {
    for line in String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == "content-length" {
        return Int(parts[1].drop { $0 == " " })
      }
    }
    return nil
  }
}
