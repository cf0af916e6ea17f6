import EventLoops
import Glibc
import Testing
import Transport

/// Connections to servers: made, refused, given up, and carrying bytes both ways.
@Suite struct ClientStreamTests {
  private static let loop = EventLoop.start(name: "dial-test")
  private static let pool = BlockingPool(threadsMax: 1, queueMax: 4)

  /// Dials, and on success sends bytes and collects as many; gives what came of it.
  private func exchange(
    _ target: DialTarget, timeout: UInt64 = 20_000, sending bytes: [UInt8] = []
  ) async -> Result<[UInt8], ClientStreamFailure> {
    let loop = Self.loop
    return await withUnsafeContinuation { continuation in
      loop.execute {
        let echo = Echo(expected: bytes.count) { continuation.resume(returning: $0) }
        echo.dial = Dial(
          target, loop: loop, pool: Self.pool, timeoutMilliseconds: timeout,
          makeTransport: { .success(SocketTransport(descriptor: $0)) },
          finished: { echo.dialed($0, sending: bytes) })
      }
    }
  }

  /// What one test dials and hears.
  private final class Echo {
    var dial: Dial?
    private var stream: ClientStream?
    private var heard: [UInt8] = []
    private let expected: Int
    private let finish: (Result<[UInt8], ClientStreamFailure>) -> Void

    init(expected: Int, finish: @escaping (Result<[UInt8], ClientStreamFailure>) -> Void) {
      self.expected = expected
      self.finish = finish
    }

    func dialed(_ result: Result<ClientStream, ClientStreamFailure>, sending bytes: [UInt8]) {
      switch result {
      case .failure(let failure): finish(.failure(failure))
      case .success(let stream):
        self.stream = stream
        stream.received = { [self] bytes in
          heard += bytes
          if heard.count >= expected { end(.success(heard)) }
        }
        stream.ended = { [self] failure in
          self.stream = nil
          finish(.failure(failure))
        }
        if bytes.isEmpty { return end(.success([])) }
        for start in stride(from: 0, to: bytes.count, by: 100_000) {
          stream.send(Array(bytes[start..<min(start + 100_000, bytes.count)]))
        }
      }
    }

    private func end(_ result: Result<[UInt8], ClientStreamFailure>) {
      stream?.cancel()
      stream = nil
      dial = nil
      finish(result)
    }
  }

  /// A listener whose connections send everything back, on a thread of its own.
  private static func echoServer() throws -> (port: UInt16, descriptor: Int32) {
    let descriptor = try Listener.open(SocketAddress(host: "127.0.0.1", port: 0), sharesPort: false)
    _ = fcntl(descriptor, F_SETFL, 0)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { argument in
        let connection = accept(Int32(Int(bitPattern: argument)), nil, nil)
        var buffer = [UInt8](repeating: 0, count: 65536)
        while case let count = recv(connection, &buffer, buffer.count, 0), count > 0 {
          var sent = 0
          while sent < count {
            let more = buffer.withUnsafeBytes {
              send(connection, $0.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
            }
            if more <= 0 { break }
            sent += more
          }
        }
        close(connection)
        return nil
      }, UnsafeMutableRawPointer(bitPattern: Int(descriptor)))
    pthread_detach(thread)
    return (Listener.port(of: descriptor), descriptor)
  }

  @Test(arguments: ["127.0.0.1", "localhost"])
  func `megabytes go there and come back as they were`(host: String) async throws {
    let server = try Self.echoServer()
    defer { close(server.descriptor) }
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 977) }
    let heard = try await exchange(.host(host, port: server.port), sending: bytes).get()
    #expect(heard.count == bytes.count)
    #expect(heard.elementsEqual(bytes))
  }

  @Test func `nobody at the port, no such socket, no such name: each is told at once`()
    async throws
  {
    let taken = try Listener.open(SocketAddress(host: "127.0.0.1", port: 0), sharesPort: false)
    let port = Listener.port(of: taken)
    close(taken)
    #expect(
      await exchange(.host("127.0.0.1", port: port)) == .failure(.unreachable(ECONNREFUSED)))
    #expect(await exchange(.path("/nonexistent/socket")) == .failure(.unreachable(ENOENT)))
    let long = String(repeating: "x", count: 200)
    #expect(await exchange(.path(long)) == .failure(.unreachable(ENAMETOOLONG)))
    guard case .failure(.unresolved) = await exchange(.host("no such name", port: port)) else {
      Issue.record("a name with blanks was resolved")
      return
    }
  }

  @Test func `a server that does not accept is given up`() async throws {
    // A full queue of a listener that nobody serves: the last connection is not made.
    let listener = try Listener.open(
      SocketAddress(host: "127.0.0.1", port: 0), backlog: 0, sharesPort: false)
    defer { close(listener) }
    let target = DialTarget.host("127.0.0.1", port: Listener.port(of: listener))
    var held: [Int32] = []
    defer { held.forEach { _ = close($0) } }
    for _ in 0..<4 {
      let address = try SocketAddress(host: "127.0.0.1", port: Listener.port(of: listener))
      held.append(try ClientSocket.open(address))
    }
    #expect(await exchange(target, timeout: 100) == .failure(.timedOut))
  }
}
