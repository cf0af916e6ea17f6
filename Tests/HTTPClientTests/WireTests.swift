import Glibc
import HTTPClient
import Locks
import Testing

/// What is sent, byte for byte, and what is kept open.
@Suite struct WireTests {
  private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
  private static let usual = "User-Agent: floe/test\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
  private static let target = "/v1/blobs/abc?x=%2F"

  /// The request that a server receives, with `HOST` for its address.
  private func sent(
    _ request: @escaping @Sendable (_ url: String) -> UpstreamRequest
  ) async throws -> String {
    let received = Mutex("")
    let server = ScriptedServer { connection in
      guard let head = connection.readHead() else { return }
      let length =
        head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
        .flatMap { Int($0.dropFirst(16)) } ?? 0
      let body = connection.read(length)
      received.withLock { $0 = head + String(decoding: body, as: UTF8.self) }
      connection.send(Self.ok)
    }
    defer { server.stop() }
    let url = server.url(Self.target)
    let response = try await withClient { try await $0.collect(request(url), limit: 100) }
    #expect(response.head.status == 200)
    return received.withLock { $0 }.replacing("127.0.0.1:\(server.port)", with: "HOST")
  }

  @Test func `a GET carries nothing but the canonical fields`() async throws {
    let bytes = try await sent { UpstreamRequest(url: $0) }
    #expect(bytes == "GET \(Self.target) HTTP/1.1\r\nHost: HOST\r\n\(Self.usual)\r\n")
  }

  @Test func `a HEAD carries the same`() async throws {
    let bytes = try await sent { UpstreamRequest(.head, url: $0) }
    #expect(bytes == "HEAD \(Self.target) HTTP/1.1\r\nHost: HOST\r\n\(Self.usual)\r\n")
  }

  @Test func `a range is sent closed`() async throws {
    let bytes = try await sent {
      var request = UpstreamRequest(url: $0)
      request.range = 0...1023
      return request
    }
    let fields = "\(Self.usual)Range: bytes=0-1023\r\n"
    #expect(bytes == "GET \(Self.target) HTTP/1.1\r\nHost: HOST\r\n\(fields)\r\n")
  }

  @Test(arguments: [UpstreamMethod.put, .post])
  func `content is sent with its length and no Expect`(method: UpstreamMethod) async throws {
    let content = String(repeating: "0123456789", count: 300_000)
    let bytes = try await sent {
      var request = UpstreamRequest(method, url: $0)
      request.body = UpstreamBody(Array(content.utf8))
      request.fields = [UpstreamField("Content-Type", "application/octet-stream")]
      return request
    }
    let fields =
      "\(Self.usual)Content-Type: application/octet-stream\r\nContent-Length: 3000000\r\n"
    let head = "\(method.rawValue) \(Self.target) HTTP/1.1\r\nHost: HOST\r\n\(fields)\r\n"
    #expect(bytes.utf8.prefix(head.utf8.count).elementsEqual(head.utf8))
    #expect(bytes.utf8.dropFirst(head.utf8.count).elementsEqual(content.utf8))
  }

  @Test func `a PUT without content says so`() async throws {
    let bytes = try await sent { UpstreamRequest(.put, url: $0) }
    let fields = "\(Self.usual)Content-Length: 0\r\n"
    #expect(bytes == "PUT \(Self.target) HTTP/1.1\r\nHost: HOST\r\n\(fields)\r\n")
  }

  @Test func `a field of the caller takes the place of the usual one`() async throws {
    let bytes = try await sent {
      var request = UpstreamRequest(url: $0)
      request.fields = [UpstreamField("X-A", "b"), UpstreamField("accept", "application/json")]
      return request
    }
    let fields =
      "User-Agent: floe/test\r\naccept: application/json\r\nAccept-Encoding: identity\r\nX-A: b\r\n"
    #expect(bytes == "GET \(Self.target) HTTP/1.1\r\nHost: HOST\r\n\(fields)\r\n")
  }

  @Test func `a proxy of the environment is not used`() async throws {
    // libcurl asks the environment at each transfer; this proxy would refuse the connection.
    for name in ["http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"] {
      setenv(name, "http://127.0.0.1:1", 1)
    }
    let bytes = try await sent { UpstreamRequest(url: $0) }
    #expect(bytes.hasPrefix("GET /v1/"))
  }

  @Test(arguments: [
    "ftp://127.0.0.1/", "file:///etc/passwd", "http://a b/", "http://127.0.0.1/#x",
    "http://127.0.0.1/\r\nX: y", "127.0.0.1", "", "http://user:secret@127.0.0.1/", "http://",
    "http://127.0.0.1:70000/",
  ])
  func `a URL that is not plain http is refused`(url: String) async throws {
    let failure = try await withClient { client in
      await #expect(throws: UpstreamFailure.self) {
        try await client.collect(UpstreamRequest(url: url), limit: 100)
      }
    }
    #expect(failure == .invalidRequest)
  }

  @Test(arguments: [
    ("X", "a\r\nY: b"), ("X Y", "a"), ("", "a"), ("Host", "evil"), ("Content-Length", "3"),
    ("transfer-encoding", "chunked"), ("Connection", "close"), ("X", "a\u{0}"),
  ])
  func `a field that would change the message is refused`(
    name: String, value: String
  ) async throws {
    let failure = try await withClient { client in
      var request = UpstreamRequest(url: "http://127.0.0.1:1/")
      request.fields = [UpstreamField(name, value)]
      let refused = request
      return await #expect(throws: UpstreamFailure.self) {
        try await client.collect(refused, limit: 100)
      }
    }
    #expect(failure == .invalidRequest)
  }

  @Test func `a connection is kept for the next request`() async throws {
    let server = ScriptedServer(answering: Self.ok)
    defer { server.stop() }
    let reused = try await withClient { client in
      var reused: [Bool] = []
      for _ in 0..<10 {
        let response = try await client.collect(UpstreamRequest(url: server.url()), limit: 100)
        #expect(response.body == Array("hi".utf8))
        reused.append(response.report.isConnectionReused)
      }
      return reused
    }
    #expect(reused == [false] + Array(repeating: true, count: 9))
    #expect(server.acceptedCount == 1)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi",
    "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
  ])
  func `a connection whose framing is in doubt is not kept`(response: String) async throws {
    let server = ScriptedServer(answering: response)
    defer { server.stop() }
    try await withClient { client in
      for _ in 0..<3 {
        let response = try await client.collect(UpstreamRequest(url: server.url()), limit: 100)
        #expect(response.body == Array("hi".utf8))
      }
    }
    #expect(server.acceptedCount == 3)
  }

  @Test func `bytes after the response do not answer the next request`() async throws {
    let server = ScriptedServer(
      answering: Self.ok + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
    defer { server.stop() }
    try await withClient { client in
      for _ in 0..<3 {
        let response = try await client.collect(UpstreamRequest(url: server.url()), limit: 100)
        #expect(response.body == Array("hi".utf8))
      }
    }
  }

  @Test(arguments: [0, 100_000])
  func `a request is sent again when the kept connection was dead`(size: Int) async throws {
    let server = ScriptedServer { connection in
      // The second request of a connection is read and left without an answer.
      for isAnswered in [true, false] {
        guard connection.readHead() != nil else { return }
        _ = connection.read(size)
        if isAnswered { connection.send(Self.ok) }
      }
    }
    defer { server.stop() }
    try await withClient { client in
      for _ in 0..<2 {
        var request = UpstreamRequest(.put, url: server.url())
        request.body = UpstreamBody([UInt8](repeating: 7, count: size))
        let response = try await client.collect(request, limit: 100)
        #expect(response.body == Array("hi".utf8))
        #expect(response.report.bytesSent == size)
      }
    }
    #expect(server.acceptedCount == 2)
  }

  @Test func `a request that must not be sent twice gets a connection of its own`() async throws {
    let server = ScriptedServer(answering: Self.ok)
    defer { server.stop() }
    try await withClient { client in
      for _ in 0..<3 {
        var request = UpstreamRequest(.put, url: server.url())
        request.reusesConnections = false
        let response = try await client.collect(request, limit: 100)
        #expect(!response.report.isConnectionReused)
      }
    }
    #expect(server.acceptedCount == 3)
  }

  @Test func `connections to a host are bounded and further exchanges wait`() async throws {
    let server = ScriptedServer(answering: Self.ok)
    defer { server.stop() }
    try await withClient({ $0.connectionsPerHostMax = 3 }) { client in
      let recorders = (0..<40).map { _ in Recorder() }
      for recorder in recorders { client.start(UpstreamRequest(url: server.url()), recorder) }
      for recorder in recorders {
        #expect(await recorder.end().failure == nil)
      }
      #expect(client.openExchangeCount == 0)
    }
    #expect(server.acceptedCount == 3)
  }
}
