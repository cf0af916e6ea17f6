import Glibc
import Lifecycle
import Synchronization
import TestSupport
import Testing

@testable import Console

/// Settings that change while `floe serve` runs.
@Suite(.serialized) struct ReloadTests {
  /// A server under way, with everything it has written.
  private struct Server {
    let fixture: ConsoleFixture
    let port: UInt16

    var output: String {
      String(decoding: ConsoleFixture.bytes(fixture.directory("output")) ?? [], as: UTF8.self)
    }

    /// Writes the `.env` file as a whole and sends the signal.
    func reload(_ text: String) {
      fixture.directory.write(".env", text.utf8)
      kill(getpid(), SIGHUP)
    }

    /// Waits for so many lines of the log that hold all of these; gives up after some seconds.
    func logged(_ parts: String..., times: Int = 1) async throws {
      for _ in 0..<2_000 {
        let found = output.split(separator: "\n").filter { line in
          parts.allSatisfy { line.contains($0) }
        }
        if found.count >= times { return }
        try await Task.sleep(for: .milliseconds(5))
      }
      Issue.record("\(parts) was never logged")
    }
  }

  /// Runs a body with a server that has read this `.env` file; `kill -HUP` reaches it.
  private static func serving(_ text: String, _ body: (Server) async throws -> Void) async throws {
    let user = ManualInterruptions()
    var fixture = ConsoleFixture()
    fixture.errorsName = "welcome"
    fixture.outputName = "output"
    fixture.interruptions = user.interruptions
    fixture.reloads = { ReloadSignal.install() }
    fixture.directory.write(".env", text.utf8)
    let server = fixture
    async let serving = server.run(
      "serve", "--environment", "test", "--no-devnet", "--server-loops", "2",
      "--walrus-health-probe-interval", "0")
    let welcome = try await ServeTests.wait(for: "/metrics\n", in: server.directory("welcome"))
    let url = try #require(
      welcome.split(separator: " ").first { $0.hasPrefix("http://127.0.0.1:") }?.dropLast())
    let port = try #require(UInt16(url.split(separator: ":").last ?? ""))
    try await body(Server(fixture: server, port: port))
    user.interrupt()
    let outcome = await serving
    #expect(outcome.status == .succeeded, "\(outcome.errors)")
  }

  /// Tells those who make the traffic when it is enough.
  private final class Traffic: Sendable {
    let isOver = Atomic(false)
  }

  private static let request = Array("GET /health HTTP/1.1\r\nHost: edge\r\n\r\n".utf8)

  @Test func `kill -HUP under traffic changes the logs and drops nobody`() async throws {
    try await Self.serving("FLOE_LOG_ACCESS=false\nFLOE_LOG_LEVEL=notice\n") { server in
      let traffic = Traffic()
      async let answers = withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask {
            // One connection each for the whole time: a drop would be an error here.
            let client = try await RawClient.connect(port: server.port)
            defer { client.close() }
            var count = 0
            while !traffic.isOver.load(ordering: .relaxed) || count < 20 {
              try await client.send(Self.request)
              guard try await client.response().status == 200 else { return -1 }
              count += 1
            }
            return count
          }
        }
        var counts: [Int] = []
        for try await count in group { counts.append(count) }
        return counts
      }
      for sample in 2..<7 {
        server.reload(
          "FLOE_LOG_ACCESS=true\nFLOE_LOG_LEVEL=notice\nFLOE_LOG_ACCESS_SAMPLE=\(sample)\n")
        try await server.logged("floe.settings", "log.access_sample is \(sample) now")
      }
      try await server.logged("\"path\":\"/health\"")
      traffic.isOver.store(true, ordering: .relaxed)
      #expect(try await answers.allSatisfy { $0 >= 20 })
    }
  }

  @Test func `kill -HUP changes limits of connections and of callers without a token`()
    async throws
  {
    try await Self.serving("FLOE_LOG_LEVEL=notice\nFLOE_LIMITS_ANONYMOUS_PER_MINUTE=50\n") {
      server in
      server.reload(
        """
        FLOE_LOG_LEVEL=notice
        FLOE_LIMITS_ANONYMOUS_PER_MINUTE=7
        FLOE_SERVER_CONNECTIONS_MAX=321
        FLOE_SERVER_CONNECTIONS_PER_ADDRESS_MAX=11

        """)
      try await server.logged("limits.anonymous_per_minute is 7 now")
      let client = try await RawClient.connect(port: server.port)
      defer { client.close() }
      func get(_ path: String) async throws -> RawResponse {
        try await client.send("GET \(path) HTTP/1.1\r\nHost: edge\r\n\r\n")
        return try await client.response()
      }
      let stats = try await get("/api/connections/stats").text
      #expect(stats.contains(#""connections":321,"perAddress":11"#), "\(stats)")
      let content = try await get("/cdn/\(String(repeating: "A", count: 43))")
      #expect(content["RateLimit-Policy"]?.contains("q=7;w=60") == true)
    }
  }

  @Test func `what needs a restart is said, and what is in force stays`() async throws {
    try await Self.serving("FLOE_LOG_LEVEL=notice\n") { server in
      server.reload("FLOE_LOG_LEVEL=info\nFLOE_SERVER_KEEP_ALIVE_TIMEOUT=7s\nREDIS_URL=redis://h\n")
      try await server.logged("server.keep_alive_timeout has changed and needs a restart")
      try await server.logged("shared_state.url has changed and needs a restart")
      try await server.logged("log.level is info now, from FLOE_LOG_LEVEL", ".env:1")
      // As long as it is not in force it is said again.
      server.reload("FLOE_LOG_LEVEL=info\nFLOE_SERVER_KEEP_ALIVE_TIMEOUT=7s\n")
      try await server.logged("server.keep_alive_timeout has changed", times: 2)
    }
  }

  @Test func `a file with mistakes changes nothing, and every mistake is logged`() async throws {
    try await Self.serving("FLOE_LOG_LEVEL=notice\n") { server in
      server.reload("FLOE_LOG_LEVEL=debug\nFLOE_LOG_ACCES=true\nFLOE_SERVER_PORT=many\nno line\n")
      try await server.logged(
        "The settings stay as they are", ".env:4: the line is not of the form")
      try await server.logged("The settings stay as they are", "did you mean FLOE_LOG_ACCESS?")
      try await server.logged("The settings stay as they are", "is not a whole number")
      server.reload("FLOE_LOG_LEVEL=notice\n")
      try await server.logged("The settings were read again", "\"changes\":0")
    }
  }
}
