import EventLoops
import HTTPClient
import Locks
import Testing

/// Pausing, cancelling, closing, and what is left behind.
@Suite struct FlowTests {
  private static let chunk = [UInt8](repeating: 65, count: 1 << 16)

  @Test func `a paused exchange takes a bounded number of bytes, then the rest`() async throws {
    let size = 64 << 20
    let taken = Mutex(0)
    let server = ScriptedServer { connection in
      guard connection.readHead() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
      let full = connection.sendUntilFull(Self.chunk, max: size)
      taken.withLock { $0 = full }
      var rest = size - full
      while rest > 0, connection.send(Array(Self.chunk.prefix(rest))) { rest -= Self.chunk.count }
    }
    defer { server.stop() }
    try await withClient { client in
      let recorder = Recorder()
      recorder.onBytes = { _, _ in .pause }
      let exchange = client.start(UpstreamRequest(url: server.url()), recorder)
      while taken.withLock({ $0 }) == 0 { await client.loop.sleep(milliseconds: 10) }
      // One callback's worth is taken; the rest waits in libcurl's buffer and the kernel.
      #expect(recorder.body.count <= client.settings.receiveBufferBytes)
      #expect(taken.withLock { $0 } < size / 2)
      recorder.onBytes = { _, _ in .more }
      exchange.resume()
      #expect(await recorder.end().failure == nil)
      #expect(recorder.body.count == size)
    }
  }

  @Test func `pausing at every callback loses nothing`() async throws {
    let size = 3_000_017
    let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
    let server = ScriptedServer { connection in
      guard connection.readHead() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      var rest = content[...]
      while !rest.isEmpty {
        let piece = rest.prefix(70_001)
        connection.send(String(piece.count, radix: 16) + "\r\n")
        connection.send(Array(piece))
        connection.send("\r\n")
        rest = rest.dropFirst(piece.count)
      }
      connection.send("0\r\n\r\n")
    }
    defer { server.stop() }
    try await withClient { client in
      let recorder = Recorder()
      var exchange: UpstreamExchange?
      recorder.onBytes = { _, _ in
        let bound = LoopBound(exchange, loop: client.loop)
        client.loop.execute { bound.value?.resume() }
        return .pause
      }
      exchange = client.start(UpstreamRequest(url: server.url()), recorder)
      #expect(await recorder.end().failure == nil)
      #expect(recorder.body == content)
    }
  }

  @Test func `a pause outlasts the stall limit and the deadline`() async throws {
    let server = ScriptedServer { connection in
      guard connection.readHead() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(Self.chunk.count * 2)\r\n\r\n")
      connection.send(Self.chunk)
      connection.send(Self.chunk)
    }
    defer { server.stop() }
    try await withClient { client in
      let recorder = Recorder()
      recorder.onBytes = { _, _ in .pause }
      var request = UpstreamRequest(url: server.url())
      request.timeouts = UpstreamTimeouts(stall: .milliseconds(200), deadline: .milliseconds(400))
      let exchange = client.start(request, recorder)
      await client.loop.sleep(milliseconds: 600)
      #expect(recorder.outcomes.isEmpty)
      recorder.onBytes = { _, _ in .more }
      exchange.resume()
      #expect(await recorder.end().failure == nil)
    }
  }

  enum Ending: CaseIterable { case fromTheHead, byDemand, later, fromBytes, byClosing }

  @Test(arguments: Ending.allCases)
  func `a cancelled exchange ends once and hangs up`(ending: Ending) async throws {
    let hungUp = Mutex<Bool?>(nil)
    let server = ScriptedServer { connection in
      guard connection.readHead() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nhello")
      let isClosed = connection.waitForClose()
      hungUp.withLock { $0 = isClosed }
    }
    defer { server.stop() }
    try await withClient { client in
      let recorder = Recorder()
      var exchange: UpstreamExchange?
      switch ending {
      case .fromTheHead: recorder.onHead = { _ in exchange?.cancel() }
      case .byDemand: recorder.onBytes = { _, _ in .cancel }
      case .fromBytes:
        recorder.onBytes = { _, _ in
          exchange?.cancel()
          exchange?.resume()
          return .more
        }
      case .later:
        recorder.onBytes = { _, _ in
          let bound = LoopBound(exchange, loop: client.loop)
          client.loop.execute { bound.value?.cancel() }
          return .more
        }
      case .byClosing:
        recorder.onBytes = { _, _ in
          client.close()
          return .more
        }
      }
      exchange = client.start(UpstreamRequest(url: server.url()), recorder)
      #expect(await recorder.end().failure == .cancelled)
      exchange?.cancel()
      exchange?.resume()
      while hungUp.withLock({ $0 }) == nil { await client.loop.sleep(milliseconds: 5) }
      #expect(hungUp.withLock { $0 } == true)
      #expect(recorder.outcomes.count == 1)
      #expect(recorder.heads.count == 1)
      #expect(recorder.body.count == (ending == .fromTheHead ? 0 : 5))
      #expect(client.openExchangeCount == 0)
    }
  }

  @Test func `cancelling before anything was sent tells the handler later`() async throws {
    try await withClient { client in
      let recorder = Recorder()
      let exchange = client.start(UpstreamRequest(url: "http://127.0.0.1:1/"), recorder)
      exchange.cancel()
      #expect(recorder.outcomes.isEmpty)
      #expect(await recorder.end().failure == .cancelled)
    }
  }

  @Test func `a cancelled task cancels what it collects`() async throws {
    let server = ScriptedServer { connection in
      _ = connection.readHead()
      _ = connection.waitForClose()
    }
    defer { server.stop() }
    try await withClient { client in
      let client = LoopBound(client, loop: client.loop)
      let task = Task(executorPreference: client.loop) {
        do throws(UpstreamFailure) {
          _ = try await client.value.collect(UpstreamRequest(url: server.url()), limit: 100)
          return UpstreamFailure?.none
        } catch {
          return error
        }
      }
      while server.acceptedCount == 0 { await client.loop.sleep(milliseconds: 5) }
      task.cancel()
      #expect(await task.value == .cancelled)
    }
  }

  @Test func `a handler may start the next exchange from any call`() async throws {
    let server = ScriptedServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
    defer { server.stop() }
    try await withClient { client in
      let first = Recorder()
      let others = [Recorder(), Recorder()]
      let url = server.url()
      first.onHead = { _ in client.start(UpstreamRequest(url: url), others[0]) }
      first.onBytes = { _, _ in
        client.start(UpstreamRequest(url: url), others[1])
        return .more
      }
      client.start(UpstreamRequest(url: url), first)
      for recorder in [first] + others {
        #expect(await recorder.end().failure == nil)
        #expect(recorder.body == Array("hi".utf8))
      }
    }
  }

  @Test func `a closed client cancels what is open and what is started after`() async throws {
    let server = ScriptedServer { connection in
      _ = connection.readHead()
      _ = connection.waitForClose()
    }
    defer { server.stop() }
    try await withClient { client in
      let recorders = (0..<5).map { _ in Recorder() }
      for recorder in recorders { client.start(UpstreamRequest(url: server.url()), recorder) }
      while server.acceptedCount < 5 { await client.loop.sleep(milliseconds: 5) }
      client.close()
      #expect(recorders.allSatisfy { $0.outcomes.count == 1 })
      let late = Recorder()
      client.start(UpstreamRequest(url: server.url()), late)
      #expect(late.outcomes.isEmpty)
      #expect(await late.end().failure == .cancelled)
    }
  }

  @Test func `exchanges past the bound are refused`() async throws {
    let server = ScriptedServer(answering: "HTTP/1.1 204 X\r\n\r\n")
    defer { server.stop() }
    try await withClient({ $0.exchangesMax = 2 }) { client in
      let recorders = (0..<3).map { _ in Recorder() }
      for recorder in recorders { client.start(UpstreamRequest(url: server.url()), recorder) }
      #expect(await recorders[2].end().failure == .overloaded)
      #expect(await recorders[0].end().failure == nil)
      #expect(await recorders[1].end().failure == nil)
    }
  }

  @Test func `a thousand requests in a row and many at once leave nothing open`() async throws {
    let ok = "Content-Length: 2\r\n\r\nhi"
    let server = ScriptedServer(answering: "HTTP/1.1 200 OK\r\n\(ok)")
    let closing = ScriptedServer { connection in
      _ = connection.readHead()
      connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\(ok)")
    }
    defer {
      server.stop()
      closing.stop()
    }
    try await withClient { client in
      for round in 0..<1000 {
        let url = round % 10 == 0 ? closing.url() : server.url()
        let response = try await client.collect(UpstreamRequest(url: url), limit: 100)
        #expect(response.body.count == 2)
      }
      let recorders = (0..<300).map { _ in Recorder() }
      for recorder in recorders { client.start(UpstreamRequest(url: server.url()), recorder) }
      for recorder in recorders { #expect(await recorder.end().failure == nil) }
      #expect(client.openExchangeCount == 0)
      // Kept connections are not polled while nobody uses them.
      #expect(client.watchedSocketCount == 0)
    }
    #expect(server.acceptedCount <= 17)
  }
}
