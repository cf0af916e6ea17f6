import EventLoops
import Glibc
import HTTPClient
import Testing

/// Time limits, each in its phase.
@Suite struct TimeoutTests {
  private func failure(
    _ timeouts: UpstreamTimeouts, url: String, body: [UInt8]? = nil
  ) async throws -> UpstreamFailure? {
    try await withClient { client in
      var request = UpstreamRequest(body == nil ? .get : .put, url: url)
      request.timeouts = timeouts
      request.body = body.map { UpstreamBody($0) }
      let recorder = Recorder()
      client.start(request, recorder)
      let outcome = await recorder.end()
      #expect(outcome.report.total < .seconds(5))
      return outcome.failure
    }
  }

  @Test func `a port nobody listens on refuses`() async throws {
    let server = ScriptedServer(script: nil)
    server.stop()
    #expect(try await failure(UpstreamTimeouts(), url: server.url()) == .refused)
  }

  @Test func `a host without an address is unresolved`() async throws {
    let failure = try await failure(
      UpstreamTimeouts(connect: .seconds(3)), url: "http://nowhere.invalid/")
    #expect(failure == .unresolved || failure == .timedOut(.lookup))
  }

  @Test func `a handshake that nobody answers times out`() async throws {
    // The queue of a listener that accepts nothing holds one or two; the next one hangs.
    let server = ScriptedServer(backlog: 0, script: nil)
    defer { server.stop() }
    let fillers = (0..<3).map { _ in IdleConnection(port: server.port) }
    let failure = try await failure(
      UpstreamTimeouts(connect: .milliseconds(150)), url: server.url())
    #expect(failure == .timedOut(.connect))
    for filler in fillers { filler.close() }
  }

  @Test func `a TLS handshake that nobody answers times out`() async throws {
    let server = ScriptedServer { _ = $0.waitForClose() }
    defer { server.stop() }
    let url = "https://127.0.0.1:\(server.port)/"
    let failure = try await failure(UpstreamTimeouts(connect: .milliseconds(150)), url: url)
    #expect(failure == .timedOut(.tls))
  }

  @Test func `an answer that is not TLS fails the handshake`() async throws {
    let server = ScriptedServer { connection in
      _ = connection.read(1)
      connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
    }
    defer { server.stop() }
    let failure = try await failure(
      UpstreamTimeouts(), url: "https://127.0.0.1:\(server.port)/")
    #expect(failure == .tls)
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 100 Continue\r\n\r\n"])
  func `a head that does not come whole times out`(part: String) async throws {
    let server = ScriptedServer { connection in
      _ = connection.readHead()
      connection.send(part)
      _ = connection.waitForClose()
    }
    defer { server.stop() }
    let failure = try await failure(
      UpstreamTimeouts(firstByte: .milliseconds(150)), url: server.url())
    #expect(failure == .timedOut(.firstByte))
  }

  @Test func `content that stops coming stalls`() async throws {
    let server = ScriptedServer { connection in
      _ = connection.readHead()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
      _ = connection.waitForClose()
    }
    defer { server.stop() }
    let failure = try await failure(
      UpstreamTimeouts(stall: .milliseconds(150)), url: server.url())
    #expect(failure == .stalled)
  }

  @Test func `content that nobody takes stalls`() async throws {
    let server = ScriptedServer { connection in
      _ = connection.readHead()
      usleep(600_000)
    }
    defer { server.stop() }
    let failure = try await failure(
      UpstreamTimeouts(firstByte: .seconds(60), stall: .milliseconds(150)), url: server.url(),
      body: [UInt8](repeating: 1, count: 32 << 20))
    #expect(failure == .stalled)
  }

  @Test func `content that trickles meets the deadline`() async throws {
    let server = ScriptedServer { connection in
      _ = connection.readHead()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
      while connection.send("x") { usleep(10_000) }
    }
    defer { server.stop() }
    let failure = try await failure(
      UpstreamTimeouts(stall: .seconds(2), deadline: .milliseconds(200)), url: server.url())
    #expect(failure == .timedOut(.deadline))
  }

  @Test func `waiting for a place counts as connecting`() async throws {
    let server = ScriptedServer { connection in
      _ = connection.readHead()
      _ = connection.waitForClose()
    }
    defer { server.stop() }
    try await withClient({ $0.connectionsPerHostMax = 1 }) { client in
      let holder = Recorder()
      let held = client.start(UpstreamRequest(url: server.url()), holder)
      while server.acceptedCount == 0 { await client.loop.sleep(milliseconds: 5) }
      var request = UpstreamRequest(url: server.url())
      request.timeouts.connect = .milliseconds(100)
      let waiting = Recorder()
      client.start(request, waiting)
      #expect(await waiting.end().failure == .timedOut(.lookup))
      held.cancel()
      #expect(await holder.end().failure == .cancelled)
    }
  }
}
