import Glibc
import Settings
import Synchronization
import TestSupport
import Testing

@testable import Console

/// `floe serve`, `floe devnet` and what describes them.
@Suite struct ServeTests {
  /// Waits until a file has a text, and returns all of it; gives up after some seconds.
  static func wait(for text: String, in path: String) async throws -> String {
    for _ in 0..<5_000 {
      let found = String(decoding: ConsoleFixture.bytes(path) ?? [], as: UTF8.self)
      if found.contains(text) { return found }
      try await Task.sleep(for: .milliseconds(2))
    }
    Issue.record("\(text) never came")
    return ""
  }

  @Test func `a server welcomes, stores, serves and stops when it is told to`() async throws {
    let user = ManualInterruptions()
    var fixture = ConsoleFixture()
    fixture.errorsName = "welcome"
    fixture.interruptions = user.interruptions
    let server = fixture
    async let serving = server.run(
      "serve", "--environment", "test", "--data-directory", server.directory("data"),
      "--server-loops", "1")
    let path = server.directory("welcome")
    let welcome = try await Self.wait(for: "/metrics\n", in: path)
    let url = try #require(
      welcome.split(separator: " ").first { $0.hasPrefix("http://127.0.0.1:") }?.dropLast())
    #expect(welcome.contains("  curl -X PUT --data-binary @README.md \(url)/v1/blobs\n"))
    #expect(welcome.contains("  curl \(url)/cdn/$(floe blob-id README.md --shards 10)\n"))

    let client = ConsoleFixture()
    let put = await client.run(["put", "-", "--url", String(url)], input: Array("hello".utf8))
    #expect(put.status == .succeeded, "\(put.errors)")
    let get = await client.run("get", String(put.output.dropLast()), "--url", String(url))
    #expect(get.output == "hello", "\(get.errors)")

    user.interrupt()
    let outcome = await serving
    #expect(outcome.status == .succeeded, "\(outcome.errors)")
    #expect(outcome.errors.contains("finishes what is in hand"))
  }

  @Test func `a port that is taken is named, with what to do`() async throws {
    let holder = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(holder) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutableBytes(of: &address) {
      let address = $0.baseAddress!.assumingMemoryBound(to: sockaddr.self)
      #expect(bind(holder, address, length) == 0 && listen(holder, 1) == 0)
      #expect(getsockname(holder, address, &length) == 0)
    }
    let port = UInt16(bigEndian: address.sin_port)
    let outcome = await ConsoleFixture().run(
      "serve", "--environment=test", "--port=\(port)", "--no-devnet")
    #expect(outcome.status == .failed)
    #expect(outcome.errors.hasPrefix("floe: port \(port) is in use by another process; "))
    #expect(outcome.errors.contains("--port"))
  }

  /// Requests one after another, for as long as a test wants them.
  private final class Load: Sendable {
    private let port: UInt16
    private let goesOn = Atomic(true)

    init(port: UInt16) { self.port = port }

    func stop() { goesOn.store(false, ordering: .relaxed) }

    /// Gives the number of responses; every request has to get one.
    func run(perConnection: Int) async throws -> Int {
      var count = 0
      while goesOn.load(ordering: .relaxed) {
        let client = try await RawClient.connect(port: port)
        for _ in 0..<perConnection where goesOn.load(ordering: .relaxed) {
          try await client.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
          let response = try await client.response()
          #expect(response.status == 200)
          count += 1
          if response["Connection"] == "close" { break }
        }
        client.close()
      }
      return count
    }
  }

  @Test func `a server that takes over has the port with the other, and no request fails`()
    async throws
  {
    func start(_ name: String, _ more: String...) -> (
      user: ManualInterruptions, path: String, task: Task<ConsoleFixture.Outcome, Never>
    ) {
      let user = ManualInterruptions()
      var fixture = ConsoleFixture()
      fixture.errorsName = name
      fixture.interruptions = user.interruptions
      let server = fixture
      let words =
        [
          "serve", "--environment", "test", "--data-directory", server.directory("data"),
          "--server-loops", "2", "--server-drain-idle-timeout", "1s",
        ] + more
      return (user, server.directory(name), Task { await server.run(words) })
    }
    let old = start("old")
    let welcome = try await Self.wait(for: "/metrics\n", in: old.path)
    let url = try #require(
      welcome.split(separator: " ").first { $0.hasPrefix("http://127.0.0.1:") })
    let port = try #require(url.dropLast().split(separator: ":").last.flatMap { UInt16($0) })
    let load = Load(port: port)
    async let answered = withThrowingTaskGroup(of: Int.self) { group in
      for perConnection in [1, 1, 1, 1_000_000, 1_000_000] {
        group.addTask { try await load.run(perConnection: perConnection) }
      }
      return try await group.reduce(0, +)
    }
    let refused = await ConsoleFixture().run(
      "serve", "--environment", "test", "--port", "\(port)", "--no-devnet")
    #expect(refused.errors.contains("--server-takes-over"))
    let new = start("new", "--port", "\(port)", "--server-takes-over")
    _ = try await Self.wait(for: "/metrics\n", in: new.path)
    old.user.interrupt()
    #expect(await old.task.value.status == .succeeded)
    for _ in 0..<20 {
      let client = try await RawClient.connect(port: port)
      try await client.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.response().status == 200)
      client.close()
    }
    load.stop()
    #expect(try await answered > 20)
    new.user.interrupt()
    #expect(await new.task.value.status == .succeeded)
  }

  @Test func `an address that is none is a failure with advice`() async {
    let outcome = await ConsoleFixture().run("serve", "--host", "localhost", "--no-devnet")
    #expect(outcome.status == .failed)
    #expect(outcome.errors.contains("localhost is no numeric address"))
  }

  @Test func `the local network alone prints where it is and works`() async throws {
    let user = ManualInterruptions()
    var fixture = ConsoleFixture()
    fixture.interruptions = user.interruptions
    let data = fixture.directory("data")
    let network = fixture
    // It prints at once and then waits, so that the end tells all.
    user.interrupt()
    let outcome = await network.run("devnet", "--data-directory", data, "--devnet-shards", "10")
    #expect(outcome.status == .succeeded, "\(outcome.errors)")
    #expect(outcome.output.split(separator: "\n").filter { $0.hasPrefix("aggregator ") }.count == 3)
    for part in [
      "publisher   http://127.0.0.1:", "IPFS        http://127.0.0.1:", "control     http://",
      "blob-id README.md --shards 10",
    ] {
      #expect(outcome.output.contains(part))
    }
    let other = await network.run("devnet", "--port", "80")
    #expect(other.status == .misused)
  }

  @Test(arguments: ["serve", "config", "devnet", "routes", "openapi"])
  func `every mistake in the settings is said at once and ends with 2`(command: String) async {
    var fixture = ConsoleFixture()
    fixture.variables = [
      "FLOE_SERVER_PORT": "many", "FLOE_SERVR_HOST": "x", "PATH": "/bin", "NODE_ENV": "stage",
    ]
    fixture.directory.write(".env", "FLOE_LOG_LEVEL=loud\nno line\n".utf8)
    let outcome = await fixture.run(command)
    #expect(outcome.status == .misused)
    #expect(outcome.errors.contains("FLOE_SERVER_PORT: \"many\" is not a whole number"))
    #expect(outcome.errors.contains("did you mean FLOE_SERVER_HOST?"))
    #expect(outcome.errors.contains("NODE_ENV: \"stage\" is not one of"))
    #expect(outcome.errors.contains(".env:2: the line is not of the form"))
    #expect(outcome.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("floe: ") })
    #expect(outcome.output.isEmpty)
  }

  @Test func `the settings say where they come from and keep their secrets`() async {
    var fixture = ConsoleFixture()
    fixture.variables = ["REDIS_URL": "redis://:hush@host", "PORT": "8081"]
    fixture.directory.write(".env", "FLOE_LOG_FORMAT=text\n".utf8)
    let table = await fixture.run("config", "--host", "127.0.0.1", "--environment", "staging")
    #expect(table.status == .succeeded, "\(table.errors)")
    let rows = table.output.split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    for start in [
      "server.host 127.0.0.1 --server-host 0.0.0.0", "server.port 8081 PORT 4500",
      "shared_state.url (secret) REDIS_URL none", "walrus.network testnet preset staging mainnet",
    ] {
      #expect(rows.contains { $0.hasPrefix(start) }, "\(start)")
    }
    #expect(!table.output.contains("hush"))
    let json = await fixture.run("config", "--json")
    #expect(json.output.hasPrefix("[\n"))
    #expect(!json.output.contains("hush"))
  }

  @Test(arguments: ["redis://:hush@", "http://:hush@host", "redis://:hush@host:hush"])
  func `an address of shared state that is wrong is told without its password`(
    url: String
  ) async {
    var fixture = ConsoleFixture()
    fixture.variables = ["REDIS_URL": url]
    let outcome = await fixture.run("config")
    #expect(outcome.status == .misused)
    #expect(outcome.errors.contains("shared_state.url"), "\(outcome.errors)")
    #expect(!outcome.errors.contains("hush"))
    #expect(!outcome.output.contains("hush"))
  }

  @Test func `development secrets keep a server from starting where strangers reach it`() async {
    var fixture = ConsoleFixture()
    fixture.variables = [
      "TUSKY_API_KEY": "your_tusky_api_key_here", "REDIS_URL": "redis://:redis@redis:6379",
    ]
    for environment in ["staging", "production"] {
      let outcome = await fixture.run("serve", "--environment", environment, "--port", "0")
      #expect(outcome.status == .misused)
      #expect(
        outcome.errors.contains("TUSKY_API_KEY: the value is an example that everybody knows"))
      #expect(outcome.errors.contains("REDIS_URL: the value is an example that everybody knows"))
      #expect(!outcome.errors.contains("your_tusky"))
      // Printing the settings goes on, and tells.
      let config = await fixture.run("config", "--environment", environment)
      #expect(config.status == .succeeded)
      #expect(config.errors.contains("floe serve would not start: TUSKY_API_KEY: "))
    }
    let config = await fixture.run("config", "--environment", "development")
    #expect(config.status == .succeeded && config.errors.isEmpty)
  }

  @Test func `the example of a .env file is what the command prints`() async throws {
    let outcome = await ConsoleFixture().run("config", "--env-example")
    #expect(outcome.status == .succeeded)
    let path = ConsoleFixture.repository + "/.env.example"
    let bytes = try #require(ConsoleFixture.bytes(path))
    let isSame = outcome.output == String(decoding: bytes, as: UTF8.self)
    #expect(isSame, "run: .build/release/floe config --env-example > .env.example")
  }

  @Test func `a secret comes from a file, and the settings say which`() async {
    var fixture = ConsoleFixture()
    fixture.directory.write("redis", "redis://:hush-hush-7Kq2@host\n".utf8)
    fixture.variables = ["REDIS_URL_FILE": fixture.directory("redis")]
    let table = await fixture.run("config")
    #expect(table.status == .succeeded, "\(table.errors)")
    #expect(table.output.contains("REDIS_URL_FILE: \(fixture.directory("redis"))"))
    #expect(!table.output.contains("hush"))
    fixture.variables["FLOE_SHARED_STATE_URL"] = "redis://host"
    let both = await fixture.run("config")
    #expect(both.status == .misused)
    #expect(both.errors.contains("REDIS_URL_FILE: FLOE_SHARED_STATE_URL is given too"))
  }

  @Test(arguments: [
    ("--prot", "--port"), ("--server-prot", "--server-port"), ("--devent", "--devnet"),
    ("--log-lvel", "--log-level"),
  ])
  func `an unknown setting names the nearest`(flag: String, nearest: String) async {
    let outcome = await ConsoleFixture().run("serve", flag, "1")
    #expect(outcome.status == .misused)
    #expect(outcome.errors.contains("did you mean \(nearest)?"))
  }

  @Test func `routes, their description and the graph are printed`() async {
    let fixture = ConsoleFixture()
    let routes = await fixture.run("routes")
    #expect(routes.status == .succeeded, "\(routes.errors)")
    let lines = routes.output.split(separator: "\n").map { $0.split(separator: " ").prefix(2) }
    #expect(lines.contains(["GET", "/metrics"]))
    #expect(lines.contains(["PUT", "/v1/blobs"]))
    #expect(lines.contains(["PATCH", "/users/profile"]))
    let description = await fixture.run("openapi")
    #expect(description.output.hasPrefix("{"))
    #expect(description.output.contains("\"3.1.0\""))
    let graph = await fixture.run("graph")
    #expect(graph.output.contains("http"))
  }

  @Test(arguments: [
    ("0.0.0.0", "http://127.0.0.1:80"), ("::", "http://127.0.0.1:80"), ("::1", "http://[::1]:80"),
    ("192.0.2.1", "http://192.0.2.1:80"),
  ])
  func `the address is one that a client can use`(host: String, url: String) throws {
    let fixture = ConsoleFixture()
    let terminal = Terminal(input: -1, output: -1, errors: -1, showsProgress: false, columns: 80)
    let surroundings = Surroundings(
      terminal: terminal, program: "floe", variables: ["HOST": host],
      dotEnvPath: fixture.directory(".env"), interruptions: fixture.interruptions)
    let invocation = Invocation(arguments: .init(), surroundings: surroundings)
    let welcome = Welcome(
      settings: try invocation.settings().settings, port: 80, program: "floe", controlURL: nil)
    #expect(welcome.url == url)
    #expect(welcome.text.contains("curl -H \"X-API-Key: $TOKEN\" \(url)/metrics\n"))
  }
}
