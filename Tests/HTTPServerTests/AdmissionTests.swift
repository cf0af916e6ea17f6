import Bytes
import Forwarding
import Glibc
import HTTPServer
import Locks
import TestSupport
import Testing

/// Connections that are taken, wait or are turned away, with real sockets.
@Suite struct AdmissionTests {
  static let request = "GET /inline HTTP/1.1\r\nHost: a\r\n\r\n"

  private static func awaitTrue(_ condition: () -> Bool) async -> Bool {
    for _ in 0..<5000 {
      if condition() { return true }
      await BlockingThread.run { () throws(Never) in _ = usleep(1000) }
    }
    return false
  }

  @Test func `an address has as many connections as it may, on all loops together`() async throws {
    var limits = ServerLimits()
    limits.connectionsPerAddressMax = 3
    let server = try await ServerUnderTest.start(loops: 2, limits: limits)
    var clients: [RawClient] = []
    for _ in 0..<3 {
      let client = try await RawClient.connect(port: server.port)
      try await client.send(Self.request)
      #expect(try await client.response().status == 200)
      clients.append(client)
    }
    let more = try await RawClient.connect(port: server.port)
    try await more.send(Self.request)
    let response = try await more.response()
    #expect(response.status == 429)
    #expect(response["Retry-After"] == "2" && response["Connection"] == "close")
    #expect(response.text.contains("/problems/too-many-connections"))
    #expect(await more.isClosedByServer())
    #expect(server.listeners.statistics.refusedConnectionCount(.addressLimit) == 1)
    #expect(server.listeners.gate.topAddresses(9).map(\.count) == [3])
    clients[0].close()
    #expect(await Self.awaitTrue { server.listeners.gate.activeCount == 2 })
    let last = try await RawClient.connect(port: server.port)
    try await last.send(Self.request)
    #expect(try await last.response().status == 200)
    await server.stop()
  }

  @Test(arguments: [true, false])
  func `proxies and exempt addresses have any number`(areProxies: Bool) async throws {
    var limits = ServerLimits()
    limits.connectionsPerAddressMax = 1
    let loopback = AddressBlocks([try #require(AddressBlock("127.0.0.0/8"))])
    if areProxies { limits.trustedProxies = loopback } else { limits.exemptAddresses = loopback }
    let server = try await ServerUnderTest.start(limits: limits)
    var clients: [RawClient] = []
    for _ in 0..<5 {
      let client = try await RawClient.connect(port: server.port)
      try await client.send(Self.request)
      #expect(try await client.response().status == 200)
      clients.append(client)
    }
    #expect(server.listeners.gate.topAddresses(1).map(\.count) == [5])
    await server.stop()
  }

  @Test func `a full server lets connections wait for a place`() async throws {
    var limits = ServerLimits()
    limits.connectionsMax = 1
    limits.connectionQueueTimeout = 20_000
    let server = try await ServerUnderTest.start(loops: 2, limits: limits)
    let first = try await RawClient.connect(port: server.port)
    try await first.send(Self.request)
    #expect(try await first.response().status == 200)
    let second = try await RawClient.connect(port: server.port)
    try await second.send(Self.request)
    #expect(await Self.awaitTrue { server.listeners.gate.queuedCount == 1 })
    #expect(server.listeners.gate.activeCount == 1)
    first.close()
    #expect(try await second.response().status == 200)
    #expect(server.listeners.statistics.waitCount == 1)
    #expect(server.listeners.gate.queuedCount == 0)
    await server.stop()
  }

  @Test func `a connection that waits too long, or finds the queue full, is told so`() async throws
  {
    var limits = ServerLimits()
    limits.connectionsMax = 1
    limits.connectionQueueMax = 1
    limits.connectionQueueTimeout = 100
    let server = try await ServerUnderTest.start(limits: limits)
    let first = try await RawClient.connect(port: server.port)
    try await first.send(Self.request)
    #expect(try await first.response().status == 200)
    let second = try await RawClient.connect(port: server.port)
    let third = try await RawClient.connect(port: server.port)
    for client in [third, second] {
      let response = try await client.response()
      #expect(response.status == 503)
      #expect(response["Retry-After"] == "2")
      #expect(response.text.contains("/problems/server-full"))
      #expect(response.text.contains("\"source\":\"edge\""))
      #expect(await client.isClosedByServer())
    }
    #expect(server.listeners.statistics.refusedConnectionCount(.queueFull) == 1)
    #expect(server.listeners.statistics.refusedConnectionCount(.queueTimeout) == 1)
    try await first.send(Self.request)
    #expect(try await first.response().status == 200)
    #expect(server.listeners.gate.activeCount == 1)
    await server.stop()
  }

  @Test func `an old connection says with its next response that it ends`() async throws {
    var limits = ServerLimits()
    limits.connectionAgeMax = 500
    let server = try await ServerUnderTest.start(limits: limits)
    for path in ["/inline", "/stream"] {
      let client = try await RawClient.connect(port: server.port)
      var count = 0
      while true {
        try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        let response = try await client.response()
        #expect(response.status == 200)
        count += 1
        if response["Connection"] == "close" { break }
        await BlockingThread.run { () throws(Never) in _ = usleep(20_000) }
      }
      #expect(count > 1)
      #expect(await client.isClosedByServer())
    }
    #expect(server.listeners.statistics.agedCount == 2)
    await server.stop()
  }

  @Test func `an old connection at rest is closed, and one at work goes on to its end`()
    async throws
  {
    var limits = ServerLimits()
    limits.connectionAgeMax = 250
    limits.agedIdleTimeout = 0
    let server = try await ServerUnderTest.start(limits: limits)
    let busy = try await RawClient.connect(port: server.port)
    try await busy.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab")
    let idle = try await RawClient.connect(port: server.port)
    #expect(try await idle.readToEnd() == [])
    #expect(server.listeners.statistics.agedCount == 1)
    try await busy.send("cd")
    let response = try await busy.response()
    #expect(response.text == "abcd" && response["Connection"] == "close")
    #expect(server.listeners.statistics.agedCount == 2)
    await server.stop()
  }

  /// Refuses the addresses that end in an odd number.
  struct OddAddresses: AddressFilter {
    func refuses(_ address: PeerAddress) -> Bool { address.low & 1 == 1 }
  }

  @Test func `an address that a rule refuses gets no answer`() async throws {
    let server = try await ServerUnderTest.start(filter: OddAddresses())
    let client = try await RawClient.connect(port: server.port)
    #expect(await client.isClosedByServer())
    #expect(server.listeners.statistics.refusedConnectionCount(.addressRule) == 1)
    #expect(server.listeners.gate.activeCount == 0)
    await server.stop()
  }

  // MARK: Behind proxies

  private static func behindProxy(
    _ adjust: (inout ServerLimits) -> Void = { _ in }, filter: (any AddressFilter)? = nil
  ) async throws -> ServerUnderTest {
    var limits = ServerLimits()
    limits.connectionsPerAddressMax = 2
    let blocks = ["127.0.0.0/8", "10.0.0.0/8"].compactMap { AddressBlock($0) }
    limits.trustedProxies = AddressBlocks(blocks)
    adjust(&limits)
    return try await ServerUnderTest.start(limits: limits, filter: filter)
  }

  @Test(
    arguments: [
      (["X-Forwarded-For: 192.0.2.7"], "192.0.2.7"), (["Forwarded: for=192.0.2.7"], "192.0.2.7"),
      (["X-Forwarded-For: 203.0.113.1, 192.0.2.7, 10.1.1.1"], "192.0.2.7"),
      (["X-Forwarded-For: 192.0.2.7", "X-Forwarded-For: 10.2.2.2"], "192.0.2.7"),
      (["Forwarded: for=192.0.2.7", "X-Forwarded-For: 192.0.2.7"], "192.0.2.7"),
      (["X-Forwarded-For: unknown"], "127.0.0.1"), ([], "127.0.0.1"),
      (["Forwarded: for=192.0.2.8", "X-Forwarded-For: 192.0.2.7"], "400"),
      (["Forwarded: for=\"192.0.2.8", "X-Forwarded-For: 192.0.2.7"], "400"),
    ] as [([String], String)])
  func `a request from a proxy is its client's, on both lanes`(
    fields: [String], peer: String
  ) async throws {
    let server = try await Self.behindProxy()
    for path in ["/peer", "/peer/task"] {
      let client = try await RawClient.connect(port: server.port)
      let lines = fields.map { "\($0)\r\n" }.joined()
      try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n")
      let response = try await client.response()
      if peer == "400" {
        #expect(response.status == 400)
        #expect(response.text.contains("/problems/malformed-forwarding"))
      } else {
        #expect(response.text == peer)
      }
    }
    await server.stop()
  }

  @Test func `fields of somebody who is no proxy mean nothing`() async throws {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    let fields = "X-Forwarded-For: 192.0.2.7\r\nForwarded: for=192.0.2.8\r\n"
    try await client.send("GET /peer HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
    #expect(try await client.response().text == "127.0.0.1")
    await server.stop()
  }

  @Test(arguments: [ForwardedFields.forwarded, .xForwardedFor, .ignored])
  func `only the chosen field counts`(choice: ForwardedFields) async throws {
    let server = try await Self.behindProxy({ $0.forwardedFields = choice })
    let client = try await RawClient.connect(port: server.port)
    let fields = "X-Forwarded-For: 192.0.2.7\r\nForwarded: for=192.0.2.8\r\n"
    try await client.send("GET /peer HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
    let expected =
      switch choice {
      case .forwarded: "192.0.2.8"
      case .xForwardedFor: "192.0.2.7"
      default: "127.0.0.1"
      }
    #expect(try await client.response().text == expected)
    await server.stop()
  }

  @Test func `requests of one connection are each their own client's`() async throws {
    let server = try await Self.behindProxy()
    let client = try await RawClient.connect(port: server.port)
    for last in 1...5 {
      try await client.send(
        "GET /peer HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.\(last)\r\n\r\n")
      #expect(try await client.response().text == "192.0.2.\(last)")
    }
    await server.stop()
  }

  @Test func `a client that a rule refuses is refused behind a proxy too`() async throws {
    struct One: AddressFilter {
      let refused: PeerAddress
      func refuses(_ address: PeerAddress) -> Bool { address.isSameHost(as: refused) }
    }
    let refused = try #require(PeerAddress(parsing: "192.0.2.7"))
    let server = try await Self.behindProxy(filter: One(refused: refused))
    for (address, status) in [("192.0.2.7", 403), ("192.0.2.8", 200)] {
      let client = try await RawClient.connect(port: server.port)
      try await client.send(
        "GET /peer HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: \(address)\r\n\r\n")
      #expect(try await client.response().status == status)
    }
    await server.stop()
  }

  // MARK: The PROXY protocol

  @Test(arguments: [1, 1000])
  func `a PROXY header says whose the connection is`(size: Int) async throws {
    let server = try await Self.behindProxy({ $0.expectsProxyHeader = true })
    let binary: [UInt8] =
      [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x11, 0, 12]
      + [192, 0, 2, 9, 10, 0, 0, 1, 1, 2, 3, 4]
    for (header, peer) in [
      (Array("PROXY TCP4 192.0.2.7 10.0.0.1 4711 80\r\n".utf8), "192.0.2.7"), (binary, "192.0.2.9"),
      (Array("PROXY UNKNOWN\r\n".utf8), "127.0.0.1"),
      (Array("PROXY TCP6 2001:db8::1 ::1 1 2\r\n".utf8), "2001:db8:0:0:0:0:0:1"),
    ] {
      let client = try await RawClient.connect(port: server.port)
      let request = "GET /peer HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.1\r\n\r\n"
      try await client.send(header + Array(request.utf8), inPiecesOf: size)
      // Whoever speaks for itself is a proxy, and believed.
      #expect(try await client.response().text == (peer == "127.0.0.1" ? "203.0.113.1" : peer))
      try await client.send("GET /peer/task HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.response().text == peer)
    }
    #expect(server.listeners.statistics.refusedConnectionCount(.proxyHeader) == 0)
    await server.stop()
  }

  @Test func `a PROXY header is needed where it is expected`() async throws {
    let server = try await Self.behindProxy({
      $0.expectsProxyHeader = true
      $0.headTimeout = 100
    })
    let client = try await RawClient.connect(port: server.port)
    try await client.send(Self.request)
    #expect(await client.isClosedByServer())
    let silent = try await RawClient.connect(port: server.port)
    try await silent.send("PROXY ")
    #expect(await silent.isClosedByServer())
    #expect(server.listeners.statistics.refusedConnectionCount(.proxyHeader) == 2)
    #expect(server.log.all.isEmpty)
    await server.stop()
  }

  @Test func `a PROXY header of a stranger is refused`() async throws {
    let server = try await Self.behindProxy({
      $0.expectsProxyHeader = true
      $0.trustedProxies = AddressBlocks()
    })
    let client = try await RawClient.connect(port: server.port)
    #expect(await client.isClosedByServer())
    #expect(server.listeners.statistics.refusedConnectionCount(.untrustedProxy) == 1)
    await server.stop()
  }

  @Test func `the address in a PROXY header has its limit, and its rules`() async throws {
    let server = try await Self.behindProxy(
      { $0.expectsProxyHeader = true }, filter: EvenOfDocumentation())
    var clients: [RawClient] = []
    for expected in [200, 200, 429] {
      let client = try await RawClient.connect(port: server.port)
      try await client.send("PROXY TCP4 192.0.2.7 10.0.0.1 1 2\r\n" + Self.request)
      #expect(try await client.response().status == expected)
      clients.append(client)
    }
    let refused = try await RawClient.connect(port: server.port)
    try await refused.send("PROXY TCP4 192.0.2.8 10.0.0.1 1 2\r\n" + Self.request)
    #expect(await refused.isClosedByServer())
    #expect(server.listeners.statistics.refusedConnectionCount(.addressRule) == 1)
    #expect(server.listeners.statistics.refusedConnectionCount(.addressLimit) == 1)
    for client in clients { client.close() }
    #expect(await Self.awaitTrue { server.listeners.gate.activeCount == 0 })
    #expect(server.listeners.gate.topAddresses(9) == [])
    await server.stop()
  }

  /// Refuses the even addresses of 192.0.2.0/24.
  struct EvenOfDocumentation: AddressFilter {
    func refuses(_ address: PeerAddress) -> Bool {
      address.isIPv4 && address.low & 0xFFFF_FF01 == 0xC000_0200
    }
  }
}
