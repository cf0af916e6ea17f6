import Bytes
import EventLoops
import Glibc
import Testing
import Transport

@Suite struct PagePipeTests {
  /// A body of `count` bytes in pages of its own, told apart by `seed`.
  private static func body(_ count: Int, seed: UInt8, budget: ByteBudget) throws -> BodyBuffer {
    let body = try BodyBuffer(
      length: count, placement: BodyBufferPlacement(pagesThreshold: 1, lengthMax: count),
      budget: budget)
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) ^ seed }
    try body.append(bytes.span)
    try body.finish()
    #expect(body.hasOwnPages)
    return body
  }

  /// Two ends of a connection over loopback, neither of which blocks.
  private static func connection() throws -> (sender: Int32, receiver: Int32) {
    let listener = try Listener.open(SocketAddress(host: "127.0.0.1", port: 0))
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = Listener.port(of: listener).bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    let sender = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(sender, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    #expect(connected == 0)
    var receiver: Int32 = -1
    while receiver < 0 { receiver = accept(listener, nil, nil) }
    for end in [sender, receiver] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    return (sender, receiver)
  }

  /// Everything that can be read now.
  private static func drain(_ socket: Int32, into bytes: inout [UInt8]) {
    var part = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(socket, &part, part.count), count > 0 {
      bytes += part[..<count]
    }
  }

  @Test func `two connections that share a pipe get their own bytes, whole and in order`() throws {
    let budget = ByteBudget(limit: 64 << 20, mappingsMax: 2)
    let count = 12 << 20
    let pipe = PagePipe()
    let bodies = try [UInt8(0), 0xA5].map { try Self.body(count, seed: $0, budget: budget) }
    let ends = try bodies.map { _ in try Self.connection() }
    defer { ends.forEach { _ = (close($0.sender), close($0.receiver)) } }
    var sent = [0, 0]
    var received: [[UInt8]] = [[], []]
    var shortSends = 0
    while received.contains(where: { $0.count < count }) {
      for index in 0..<2 {
        var transport = SocketTransport(descriptor: ends[index].sender)
        if sent[index] < count {
          let rest = try #require(bodies[index].piece(at: sent[index])).memory
          switch transport.write(pages: rest, through: pipe, moreFollows: false) {
          case .moved(let moved):
            sent[index] += moved
            shortSends += moved < rest.count ? 1 : 0
          case .wouldBlock: break
          case let result:
            Issue.record("\(result)")
            return
          }
        }
        Self.drain(ends[index].receiver, into: &received[index])
      }
    }
    #expect(shortSends > 0, "a socket was full at least once, or nothing is shown")
    for index in 0..<2 { #expect(received[index] == bodies[index].copyBytes()) }
  }

  @Test func `what a socket holds stays as it was after the body has gone`() throws {
    let budget = ByteBudget(limit: 64 << 20, mappingsMax: 8)
    let (sender, receiver) = try Self.connection()
    defer { _ = (close(sender), close(receiver)) }
    let count = 512 * 1024
    var body: BodyBuffer? = try Self.body(count, seed: 1, budget: budget)
    let expected = try #require(body).copyBytes()
    var transport = SocketTransport(descriptor: sender)
    let piece = try #require(body?.piece(at: 0)).memory
    let result = transport.write(pages: piece, through: PagePipe(), moreFollows: false)
    guard case .moved(let moved) = result else {
      Issue.record("\(result)")
      return
    }
    body = nil
    // Likely to get the addresses that have become free.
    let others = try (2..<8).map { try Self.body(count, seed: $0, budget: budget) }
    var received: [UInt8] = []
    while received.count < moved { Self.drain(receiver, into: &received) }
    #expect(received == Array(expected[..<moved]))
    #expect(others.count == 6)
  }

  @Test func `a connection that has gone is a failure`() throws {
    let budget = ByteBudget(limit: 1 << 20, mappingsMax: 1)
    let body = try Self.body(100_000, seed: 0, budget: budget)
    signal(SIGPIPE, SIG_IGN)
    let (sender, receiver) = try Self.connection()
    close(receiver)
    defer { close(sender) }
    let piece = try #require(body.piece(at: 0)).memory
    var transport = SocketTransport(descriptor: sender)
    var result = IOResult.wouldBlock
    for _ in 0..<1000 {
      result = transport.write(pages: piece, through: PagePipe(), moreFollows: false)
      if case .failed = result { break }
    }
    #expect(result == .failed(EPIPE) || result == .failed(ECONNRESET))
  }
}
