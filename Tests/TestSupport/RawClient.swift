import Glibc
import Locks

/// A TCP connection to a server under test that sends exactly the bytes it is given.
///
/// Every operation waits on a thread of its own with a deadline, never on the threads that
/// tests share. One task uses a client at a time.
///
///     let client = try await RawClient.connect(port: port)
///     try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
///     let response = try await client.response()
///     #expect(response.status == 200)
package final class RawClient: Sendable {
  private let descriptor: Int32
  private let deadline: Duration
  private let state = Mutex(State())

  private struct State {
    var reader = ResponseReader()
    var isAtEnd = false
    var isClosed = false
  }

  private init(descriptor: Int32, deadline: Duration) {
    self.descriptor = descriptor
    #if DEBUG
      // Only sanitizers run tests in debug, many times slower.
      self.deadline = deadline * 6
    #else
      self.deadline = deadline
    #endif
  }

  deinit { close() }

  /// Connects over IPv4. `deadline` is the most that any later operation may take;
  /// `receiveBuffer` bounds what the kernel takes in for a client that reads slowly (bytes), and
  /// `source` is the address to connect from, any of `127.0.0.0/8`.
  package static func connect(
    port: some BinaryInteger & Sendable, host: String = "127.0.0.1",
    deadline: Duration = .seconds(10), receiveBuffer: Int32? = nil, source: String? = nil
  ) async throws(RawClientFailure) -> RawClient {
    let port = UInt16(port)
    return try await BlockingThread.run { () throws(RawClientFailure) in
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
      guard descriptor >= 0 else { throw .system(call: "socket", errno: errno) }
      let client = RawClient(descriptor: descriptor, deadline: deadline)
      set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
      if let receiveBuffer { set(descriptor, SOL_SOCKET, SO_RCVBUF, receiveBuffer) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
        throw .system(call: "inet_pton", errno: EINVAL)
      }
      if let source { try bind(descriptor, to: source) }
      let connected = withUnsafeBytes(of: &address) {
        Glibc.connect(
          descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self),
          socklen_t($0.count))
      }
      guard connected == 0 else { throw .system(call: "connect", errno: errno) }
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
      return client
    }
  }

  private static func bind(
    _ descriptor: Int32, to source: String
  ) throws(RawClientFailure) {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    guard inet_pton(AF_INET, source, &address.sin_addr) == 1 else {
      throw .system(call: "inet_pton", errno: EINVAL)
    }
    let bound = withUnsafeBytes(of: &address) {
      Glibc.bind(
        descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
    guard bound == 0 else { throw .system(call: "bind", errno: errno) }
  }

  /// Connects, sends `bytes` and returns everything that comes until the server closes.
  package static func exchange(
    port: some BinaryInteger & Sendable, _ bytes: [UInt8], deadline: Duration = .seconds(10)
  ) async throws(RawClientFailure) -> [UInt8] {
    let client = try await connect(port: port, deadline: deadline)
    // A server may answer and close before it has read everything.
    do { try await client.send(bytes) } catch .system {} catch { throw error }
    return try await client.readToEnd()
  }

  /// Sends every byte.
  package func send(_ bytes: [UInt8]) async throws(RawClientFailure) {
    try await BlockingThread.run { [self] () throws(RawClientFailure) in
      try sendBlocking(bytes, until: ContinuousClock.now + deadline)
    }
  }

  /// Sends a text's UTF-8.
  package func send(_ text: String) async throws(RawClientFailure) {
    try await send(Array(text.utf8))
  }

  /// Sends `bytes` in pieces of `size`, each in a segment of its own.
  package func send(_ bytes: [UInt8], inPiecesOf size: Int) async throws(RawClientFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      try await send(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
  }

  /// The next whole response; `toHead` when the request was HEAD.
  package func response(toHead: Bool = false) async throws(RawClientFailure) -> RawResponse {
    try await BlockingThread.run { [self] () throws(RawClientFailure) in
      try responseBlocking(toHead: toHead, until: ContinuousClock.now + deadline)
    }
  }

  /// Sends a request so many times, each after the response to the one before, all on one thread;
  /// gives the statuses.
  package func statuses(
    of request: [UInt8], times: Int, toHead: Bool = false
  ) async throws(RawClientFailure) -> [Int] {
    try await BlockingThread.run { [self] () throws(RawClientFailure) in
      let end = ContinuousClock.now + deadline
      var statuses: [Int] = []
      for _ in 0..<times {
        try sendBlocking(request, until: end)
        statuses.append(try responseBlocking(toHead: toHead, until: end).status)
      }
      return statuses
    }
  }

  /// Waits until at least one byte has come and returns what there is; empty at the end.
  package func read() async throws(RawClientFailure) -> [UInt8] {
    try await BlockingThread.run { [self] () throws(RawClientFailure) in
      let end = ContinuousClock.now + deadline
      while true {
        let (bytes, isAtEnd) = takeBytes()
        if !bytes.isEmpty || isAtEnd { return bytes }
        try readMore(until: end)
      }
    }
  }

  /// Everything that comes until the server closes; a reset counts as closing.
  package func readToEnd() async throws(RawClientFailure) -> [UInt8] {
    var all = [UInt8]()
    while true {
      let bytes = try await read()
      if bytes.isEmpty { return all }
      all += bytes
    }
  }

  /// Whether the server closes the connection within the deadline; unread bytes are dropped.
  package func isClosedByServer() async -> Bool {
    do { return try await readToEnd().count >= 0 } catch { return false }
  }

  /// Tells the server that no more bytes come, and keeps reading.
  package func finishSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

  /// Closes the connection; what the server still sends is answered with a reset.
  package func close() {
    let wasClosed = state.withLock { state in
      defer { state.isClosed = true }
      return state.isClosed
    }
    if !wasClosed { _ = Glibc.close(descriptor) }
  }

  /// Closes with a reset at once, as a client that dies does.
  package func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    _ = setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    close()
  }

  private func sendBlocking(
    _ bytes: [UInt8], until end: ContinuousClock.Instant
  ) throws(RawClientFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent >= 0 {
        rest = rest.dropFirst(sent)
      } else if errno == EAGAIN {
        try wait(for: POLLOUT, until: end)
      } else if errno != EINTR {
        throw .system(call: "send", errno: errno)
      }
    }
  }

  private func responseBlocking(
    toHead: Bool, until end: ContinuousClock.Instant
  ) throws(RawClientFailure) -> RawResponse {
    while true {
      let (outcome, isAtEnd) = state.withLock { state in
        (state.reader.take(toHead: toHead, isAtEnd: state.isAtEnd), state.isAtEnd)
      }
      switch outcome {
      case .response(let response): return response
      case .malformed: throw .malformed(takeBytes().bytes)
      case .incomplete where isAtEnd: throw .closed(after: takeBytes().bytes)
      case .incomplete: try readMore(until: end)
      }
    }
  }

  private func takeBytes() -> (bytes: [UInt8], isAtEnd: Bool) {
    state.withLock { state in
      let bytes = state.reader.bytes
      state.reader.bytes = []
      return (bytes, state.isAtEnd)
    }
  }

  private func readMore(until end: ContinuousClock.Instant) throws(RawClientFailure) {
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count > 0 {
        state.withLock { $0.reader.bytes += chunk[..<count] }
        return
      }
      if count == 0 || errno == ECONNRESET {
        state.withLock { $0.isAtEnd = true }
        return
      }
      if errno == EAGAIN {
        try wait(for: POLLIN, until: end)
      } else if errno != EINTR {
        throw .system(call: "recv", errno: errno)
      }
    }
  }

  private func wait(
    for events: Int32, until end: ContinuousClock.Instant
  ) throws(RawClientFailure) {
    let left = (end - .now) / .milliseconds(1)
    guard left > 0 else { throw .timedOut }
    var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    if poll(&request, 1, Int32(left.rounded(.up))) == 0 { throw .timedOut }
  }

  private static func set(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
    var value = value
    _ = setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
  }
}
