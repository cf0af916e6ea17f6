import EventLoops
import HTTPServer
import TestSupport
import Testing

@Suite struct ConnectionTests {
  @Test func `a request answered inline keeps the connection`() async throws {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    for _ in 0..<3 {
      try await client.send("GET /inline HTTP/1.1\r\nHost: a\r\n\r\n")
      let response = try await client.response()
      #expect(response.status == 200)
      #expect(response.text == "ok")
      #expect(response["X-Request-ID"]?.count == 24)
    }
    await server.stop()
  }

  @Test func `a well-formed request id comes back and any other is replaced`() async throws {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    try await client.send("GET /inline HTTP/1.1\r\nHost: a\r\nX-Request-ID: my-request_01\r\n\r\n")
    #expect(try await client.response()["X-Request-ID"] == "my-request_01")
    try await client.send("GET /inline HTTP/1.1\r\nHost: a\r\nX-Request-ID: short\r\n\r\n")
    #expect(try await client.response()["X-Request-ID"]?.count == 24)
    await server.stop()
  }

  @Test func `twenty pipelined requests are answered in order`() async throws {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    var text = ""
    for index in 0..<20 {
      text += index % 3 == 1 ? "GET /slow" : "GET /inline"
      text += " HTTP/1.1\r\nHost: a\r\n\r\n"
    }
    try await client.send(text)
    for index in 0..<20 {
      #expect(try await client.response().text == (index % 3 == 1 ? "slow" : "ok"))
    }
    await server.stop()
  }

  @Test func `a request that comes byte by byte is the same request`() async throws {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    try await client.send(
      Array("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello".utf8),
      inPiecesOf: 1)
    #expect(try await client.response().text == "hello")
    await server.stop()
  }

  @Test func `a large body arrives whole whatever the reader's pace`() async throws {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    try await client.send("GET /inline/large HTTP/1.1\r\nHost: a\r\n\r\n")
    try await client.send("GET /inline HTTP/1.1\r\nHost: a\r\n\r\n")
    let response = try await client.response()
    #expect(response.body.count == FixedResponder.largeSize)
    #expect(response.body.indices.allSatisfy { response.body[$0] == UInt8($0 % 251) })
    #expect(try await client.response().text == "ok")
    await server.stop()
  }

  @Test(arguments: [1, 7, 4096]) func `a chunked body is put together`(size: Int) async throws {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    let body = "4\r\nWiki\r\n5;x=y\r\npedia\r\n0\r\nTrailer: 1\r\n\r\n"
    try await client.send(
      Array("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)".utf8),
      inPiecesOf: size)
    #expect(try await client.response().text == "Wikipedia")
    try await client.send("GET /inline HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try await client.response().text == "ok")
    await server.stop()
  }

  @Test func `a broken chunk ends the connection`() async throws {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    try await client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"
        + "GET /inline HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try await client.response().status == 400)
    #expect(await client.isClosedByServer())
    await server.stop()
  }

  @Test func `a body that nobody reads is dropped when it is small`() async throws {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    try await client.send(
      "POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
        + "GET /inline HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try await client.response().status == 200)
    #expect(try await client.response().text == "ok")
    await server.stop()
  }

  @Test func `a client that expects 100 gets it before it sends`() async throws {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    try await client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    #expect(String(decoding: try await client.read(), as: UTF8.self).hasPrefix("HTTP/1.1 100 "))
    try await client.send("hi")
    #expect(try await client.response().text == "hi")
    await server.stop()
  }

  @Test func `a source without a length is sent chunked, or to the end of an old connection`()
    async throws
  {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
    let response = try await client.response()
    #expect(response["Transfer-Encoding"] == "chunked")
    #expect(response.text == "piece 1;piece 2;piece 3;piece 4;piece 5;")
    let old = try await RawClient.connect(port: server.port)
    try await old.send("GET /stream HTTP/1.0\r\n\r\n")
    let text = String(decoding: try await old.readToEnd(), as: UTF8.self)
    #expect(text.hasSuffix("piece 5;"))
    await server.stop()
  }

  @Test(arguments: ["/broken", "/broken/unknown"])
  func `a source that fails never looks whole`(path: String) async throws {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
    await #expect(throws: RawClientFailure.self) { try await client.response() }
    await server.stop()
  }

  @Test func `a refused head says why and closes`() async throws {
    let server = try await ServerUnderTest.start()
    let client = try await RawClient.connect(port: server.port)
    try await client.send("GET / HTTP/1.1\nHost: a\n\nGET /inline HTTP/1.1\r\nHost: a\r\n\r\n")
    let response = try await client.response()
    #expect(response.status == 400)
    #expect(response["Content-Type"] == "application/problem+json")
    #expect(response.text.contains("/problems/bare-line-feed"))
    #expect(await client.isClosedByServer())
    await server.stop()
  }

  @Test func `a slow head gets 408 and a slow reader is cut off`() async throws {
    var limits = ServerLimits()
    limits.headTimeout = 100
    limits.writeStallTimeout = 100
    let server = try await ServerUnderTest.start(limits: limits)
    let slow = try await RawClient.connect(port: server.port)
    try await slow.send("GET /inline HTT")
    #expect(try await slow.response().status == 408)
    let lazy = try await RawClient.connect(port: server.port)
    try await lazy.send("GET /inline/large HTTP/1.1\r\nHost: a\r\n\r\n")
    while server.listeners.statistics.stalledCount < 2 { await Task.yield() }
    await #expect(throws: RawClientFailure.self) { try await lazy.response() }
    await server.stop()
  }

  @Test func `draining finishes what is in hand and ends what is idle`() async throws {
    let server = try await ServerUnderTest.start()
    let idle = try await RawClient.connect(port: server.port)
    try await idle.send("GET /inline HTTP/1.1\r\nHost: a\r\n\r\n")
    _ = try await idle.response()
    let busy = try await RawClient.connect(port: server.port)
    try await busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
    while server.listeners.statistics.acceptedCount < 2 { await Task.yield() }
    async let cut = server.listeners.drain(milliseconds: 5000)
    let response = try await busy.response()
    #expect(response.text == "slow")
    #expect(await idle.isClosedByServer())
    #expect(await cut == 0)
    for loop in server.loops { loop.stop() }
  }
}
