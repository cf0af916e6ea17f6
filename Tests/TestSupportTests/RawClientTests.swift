import Glibc
import TestSupport
import Testing

/// The client against a listener that plays back bytes.
@Suite struct RawClientTests {
  @Test func `responses with every framing are read one after another`() async throws {
    let port = play(
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A:  one \r\nx-a: two\r\n\r\nhello"
        + "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"
        + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n"
        + "HTTP/1.0 404 Not Found\r\nServer: x\r\n\r\nto the end")
    let client = try await RawClient.connect(port: port)
    try await client.send(Array("GET / HTTP/1.1\r\n\r\n".utf8), inPiecesOf: 3)
    let first = try await client.response()
    #expect(first.status == 200 && first.reason == "OK" && first.text == "hello")
    #expect(first.values(of: "X-a") == ["one", "two"])
    #expect(first["etag"] == nil)
    #expect(try await client.response().status == 304)
    #expect(try await client.response().text == "abcde")
    client.finishSending()
    let last = try await client.response()
    #expect(last.status == 404 && last.reason == "Not Found" && last.text == "to the end")
    #expect(await client.isClosedByServer())
  }

  @Test func `a response to HEAD has no body, whatever its length says`() async throws {
    let port = play("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
    let client = try await RawClient.connect(port: port)
    client.finishSending()
    #expect(try await client.response(toHead: true)["Content-Length"] == "5")
  }

  @Test func `a body cut short is a failure and not a response`() async throws {
    let port = play("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello")
    let client = try await RawClient.connect(port: port)
    client.finishSending()
    await #expect(throws: RawClientFailure.self) { try await client.response() }
  }

  @Test func `silence ends with the deadline`() async throws {
    let port = play("")
    let client = try await RawClient.connect(port: port, deadline: .milliseconds(30))
    await #expect(throws: RawClientFailure.timedOut) { try await client.response() }
    #expect(await !client.isClosedByServer())
  }

  @Test func `an exchange returns every byte up to the end`() async throws {
    let port = play("not even HTTP", closesAtOnce: true)
    let bytes = try await RawClient.exchange(port: port, Array("hello".utf8))
    #expect(String(decoding: bytes, as: UTF8.self) == "not even HTTP")
  }

  /// Accepts one connection, sends `text`, and closes once the client has finished sending.
  private func play(_ text: String, closesAtOnce: Bool = false) -> UInt16 {
    let listener = LoopbackListener(backlog: 1)
    listener.accept { connection in
      var buffer = [UInt8](repeating: 0, count: 4096)
      if closesAtOnce { recv(connection, &buffer, buffer.count, 0) }
      let bytes = Array(text.utf8)
      send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      while !closesAtOnce, recv(connection, &buffer, buffer.count, 0) > 0 {}
      close(connection)
      listener.stop()
    }
    return listener.port
  }
}
