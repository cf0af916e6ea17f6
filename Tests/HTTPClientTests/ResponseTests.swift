import HTTPClient
import Testing

/// What is made of responses, good and bad.
@Suite struct ResponseTests {
  /// What becomes of a response after which the server closes.
  private func collect(
    _ response: String, method: UpstreamMethod = .get, resets: Bool = false, limit: Int = 1 << 20
  ) async throws -> Result<CollectedResponse, UpstreamFailure> {
    let server = ScriptedServer { connection in
      guard connection.readHead() != nil else { return }
      connection.send(response)
      if resets { connection.resetOnClose() }
    }
    defer { server.stop() }
    return try await withClient { client in
      do throws(UpstreamFailure) {
        return .success(
          try await client.collect(UpstreamRequest(method, url: server.url()), limit: limit))
      } catch {
        return .failure(error)
      }
    }
  }

  @Test func `a chunked response is joined and its trailers dropped`() async throws {
    let response = try await collect(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n"
    ).get()
    #expect(response.body == Array("abc0123456789".utf8))
    #expect(response.head.framing == .chunked)
    #expect(response.head.contentLength == nil)
    #expect(response.head.first("x-trailer") == nil)
  }

  @Test func `the head tells status, fields, length and range`() async throws {
    let head = try await collect(
      "HTTP/1.1 206 Partial Content\r\nContent-Length: 3\r\nCONTENT-RANGE: bytes 5-7/10\r\n"
        + "etag:  W/\"x\" \r\nX-A: 1\r\nX-A: 2\r\n\r\nabc"
    ).get().head
    #expect(head.status == 206)
    #expect(head.contentLength == 3)
    #expect(head.contentRange?.positions == 5...7)
    #expect(head.contentRange?.total == 10)
    #expect(head.first("etag") == "W/\"x\"")
    #expect(head.fields.map(\.name) == ["Content-Length", "CONTENT-RANGE", "etag", "X-A", "X-A"])
  }

  @Test func `a HEAD tells the length and has no content`() async throws {
    let response = try await collect(
      "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n", method: .head
    ).get()
    #expect(response.head.contentLength == 12345)
    #expect(response.head.framing == .none)
    #expect(response.body.isEmpty)
  }

  @Test(arguments: [204, 304])
  func `a status without content ends with its head`(status: Int) async throws {
    let response = try await collect("HTTP/1.1 \(status) X\r\n\r\n").get()
    #expect(response.head.framing == .none)
  }

  @Test func `interim responses are skipped`() async throws {
    let response = try await collect(
      "HTTP/1.1 100 Continue\r\nX-A: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"
        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    ).get()
    #expect(response.head.status == 200)
    #expect(response.head.fields.count == 1)
  }

  @Test func `a response framed by its end says that it is`() async throws {
    let response = try await collect("HTTP/1.1 200 OK\r\n\r\nhello").get()
    #expect(response.body == Array("hello".utf8))
    #expect(response.head.framing == .untilClose)
  }

  @Test func `an encoded content is passed as it is`() async throws {
    let response = try await collect(
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain"
    ).get()
    #expect(response.body == Array("plain".utf8))
    #expect(response.head.first("content-encoding") == "gzip")
  }

  @Test func `a redirect is an answer like another`() async throws {
    let response = try await collect(
      "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    ).get()
    #expect(response.head.status == 302)
  }

  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", UpstreamFailure.truncated),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", .truncated),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", .truncated),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", .truncated),
    ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n", .truncated),
    ("HTTP/1.1 200 OK\r\nContent-Len", .truncated),
    ("", .reset),
  ])
  func `a response that ends early is a failure`(
    response: String, failure: UpstreamFailure
  ) async throws {
    let result = try await collect(response)
    #expect(throws: failure) { try result.get() }
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nContent-Length: +3\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nContent-Length: 0x3\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nX-A: b\r\n folded\r\nContent-Length: 3\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 3\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    "HTTP/1.1 99 No\r\n\r\n", "HTTP/1.1 600 No\r\n\r\n", "HTTP/2 200\r\n\r\n",
    "ICY 200 OK\r\n\r\nabc", "<html>hello</html>",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n",
  ])
  func `a response that is not plain HTTP is malformed`(response: String) async throws {
    let result = try await collect(response)
    #expect(throws: UpstreamFailure.malformed) { try result.get() }
  }

  @Test func `a reset is a failure, before the head and after`() async throws {
    let early = try await collect("", resets: true)
    #expect(throws: UpstreamFailure.reset) { try early.get() }
    let late = try await collect(
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", resets: true)
    #expect(throws: UpstreamFailure.reset) { try late.get() }
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\n" + String(repeating: "X-A: b\r\n", count: 101) + "\r\n",
    "HTTP/1.1 200 OK\r\nX-A: " + String(repeating: "b", count: 33_000) + "\r\n\r\n",
    String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 2_000),
  ])
  func `a head beyond the limits is given up`(response: String) async throws {
    let result = try await collect(response)
    #expect(throws: UpstreamFailure.headTooLarge) { try result.get() }
  }

  @Test func `a hundred fields are within the limits`() async throws {
    let response = try await collect(
      "HTTP/1.1 204 X\r\n" + String(repeating: "X-A: b\r\n", count: 100) + "\r\n"
    ).get()
    #expect(response.head.fields.count == 100)
  }

  @Test func `content beyond the collector's limit is given up`() async throws {
    let response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
    #expect(try await collect(response, limit: 5).get().body.count == 5)
    let result = try await collect(response, limit: 4)
    #expect(throws: UpstreamFailure.bodyTooLarge) { try result.get() }
  }
}
