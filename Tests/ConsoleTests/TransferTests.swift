import Devnet
import Glibc
import TestSupport
import Testing

@testable import Console

/// `floe put` and `floe get` against a small local network.
@Suite struct TransferTests {
  private static func withNetwork(
    _ body: (LocalNetwork, ConsoleFixture) async throws -> Void
  ) async throws {
    let fixture = ConsoleFixture()
    var configuration = LocalNetwork.Configuration(dataDirectory: fixture.directory("network"))
    configuration.shardCount = 10
    configuration.latenciesMilliseconds = [0]
    let network = try LocalNetwork(configuration: configuration)
    defer { network.stop() }
    try network.start()
    try await body(network, fixture)
  }

  @Test(arguments: [0, 1, 100_000, 1_500_000])
  func `what was put is what one gets`(count: Int) async throws {
    try await Self.withNetwork { network, fixture in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
      let file = fixture.directory.write("content", bytes)
      let put = await fixture.run("put", file, "--url", network.publisherURL, "--epochs", "3")
      #expect(put.status == .succeeded, "\(put.errors)")
      let id = String(put.output.dropLast())
      #expect(put.errors == "curl \(network.publisherURL)/cdn/\(id)\n")
      let computed = await fixture.run("blob-id", file, "--shards", "10")
      #expect(computed.output == put.output)

      let output = fixture.directory("fetched")
      let aggregator = network.aggregatorURLs[0]
      let get = await fixture.run(
        "get", id, "--aggregator", "--url", aggregator, "--output", output)
      #expect(get.status == .succeeded, "\(get.errors)")
      #expect(get.output.isEmpty && get.errors.isEmpty)
      #expect(ConsoleFixture.bytes(output) == bytes)
    }
  }

  @Test func `standard input goes in and standard output comes out`() async throws {
    try await Self.withNetwork { network, fixture in
      let text = "to and fro"
      let put = await fixture.run(
        ["put", "-", "--url", network.publisherURL], input: Array(text.utf8))
      #expect(put.status == .succeeded, "\(put.errors)")
      let get = await fixture.run(
        "get", String(put.output.dropLast()), "--aggregator", "--url", network.aggregatorURLs[0])
      #expect(get.output == text)
    }
  }

  @Test func `a transfer that is cut off leaves no file and the old one as it was`() async throws {
    try await Self.withNetwork { network, fixture in
      let file = fixture.directory.write("content", [UInt8](repeating: 1, count: 300_000))
      let put = await fixture.run("put", file, "--url", network.publisherURL)
      let id = String(put.output.dropLast())
      var faults = Faults()
      faults.truncateAfterBytes = 200_000
      network.setFaults(faults)
      let folder = fixture.directory("place")
      mkdir(folder, 0o755)
      let words = ["get", id, "--aggregator", "--url", network.aggregatorURLs[0], "-o"]
      let fresh = await fixture.run(words + ["\(folder)/file"])
      #expect(fresh.status == .failed)
      #expect(fresh.errors.contains("cut off before its end"))
      #expect(ConsoleFixture.names(in: folder).isEmpty)

      fixture.directory.write("place/file", "old".utf8)
      #expect(await fixture.run(words + ["\(folder)/file"]).status == .failed)
      #expect(ConsoleFixture.bytes("\(folder)/file") == Array("old".utf8))
      network.clearFaults()
      #expect(await fixture.run(words + ["\(folder)/file"]).status == .succeeded)
      #expect(ConsoleFixture.bytes("\(folder)/file")?.count == 300_000)
      #expect(ConsoleFixture.names(in: folder) == ["file"])

      network.setFaults(faults)
      #expect(await fixture.run(words.dropLast()).status == .failed)
    }
  }

  @Test func `what a server refuses is said in its own words`() async throws {
    try await Self.withNetwork { network, fixture in
      let missing = String(repeating: "A", count: 43)
      let get = await fixture.run(
        "get", missing, "--aggregator", "--url", network.aggregatorURLs[0])
      #expect(get.status == .failed)
      #expect(get.errors.contains("\(missing) was not fetched: the server answered 404: "))
      #expect(get.output.isEmpty)
      let notThere = await fixture.run("get", missing, "--url", network.aggregatorURLs[0])
      #expect(notThere.errors == "floe: \(missing) was not fetched: the server answered 404\n")

      var faults = Faults()
      faults.status = 503
      network.setFaults(faults, on: .publisher)
      let put = await fixture.run(["put", "-", "--url", network.publisherURL], input: [1])
      #expect(put.status == .failed)
      #expect(put.errors.contains("standard input was not stored: the server answered 503"))
    }
  }

  @Test func `an interruption ends a transfer and leaves nothing behind`() async throws {
    try await Self.withNetwork { network, fixture in
      var faults = Faults()
      faults.stallBeforeHead = true
      network.setFaults(faults)
      var interrupted = fixture
      interrupted.interruptions = Interruptions { _ in
        // The user loses patience once the server has the request.
        while network.connectionsAccepted(by: .aggregator(0)) == 0, !Task.isCancelled {
          try? await Task.sleep(for: .milliseconds(2))
        }
        return !Task.isCancelled
      }
      let folder = fixture.directory("place")
      mkdir(folder, 0o755)
      let get = await interrupted.run(
        "get", "x", "--url", network.aggregatorURLs[0], "-o", "\(folder)/file")
      #expect(get.status == .failed)
      #expect(get.errors == "floe: x was not fetched: interrupted\n")
      #expect(ConsoleFixture.names(in: folder).isEmpty)
    }
  }

  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nmaybe all", "does not say how long it is"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", "cut off before its end"),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n", "cut off"),
    ("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", "answered 302"),
    ("SSH-2.0-OpenSSH_9.2\r\n", "not HTTP as it should be"),
    ("", "closed the connection"),
  ])
  func `what may not be whole is refused`(answer: String, reason: String) async {
    let fixture = ConsoleFixture()
    let server = OneAnswerServer(answer)
    let file = fixture.directory("file")
    let get = await fixture.run("get", "x", "--url", server.url, "-o", file)
    #expect(get.status == .failed)
    #expect(get.errors.contains(reason), "\(get.errors)")
    #expect(ConsoleFixture.bytes(file) == nil)
  }

  @Test(arguments: ["get", "put"])
  func `nobody there is a failure with advice`(command: String) async {
    let fixture = ConsoleFixture()
    // Port 1 belongs to no one who would answer.
    let outcome = await fixture.run([command, "-", "--url", "http://127.0.0.1:1"], input: [1])
    #expect(outcome.status == .failed)
    #expect(outcome.errors.contains("nobody answers at http://127.0.0.1:1; is floe serve running"))
  }

  @Test(arguments: [("", "is a folder"), ("no/such/file", "No such file or directory")])
  func `a place where nothing can be written is found before anything is asked`(
    name: String, reason: String
  ) async {
    let fixture = ConsoleFixture()
    let outcome = await fixture.run(
      "get", "x", "--url", "http://127.0.0.1:1", "-o", fixture.directory(name))
    #expect(outcome.status == .failed)
    #expect(outcome.errors.contains(reason))
  }

  @Test func `a special file is written to and stays`() async throws {
    try await Self.withNetwork { network, fixture in
      let put = await fixture.run(["put", "-", "--url", network.publisherURL], input: [1, 2])
      let words = ["--aggregator", "--url", network.aggregatorURLs[0], "-o", "/dev/null"]
      let get = await fixture.run(["get", String(put.output.dropLast())] + words)
      #expect(get.status == .succeeded, "\(get.errors)")
      var facts = stat()
      #expect(stat("/dev/null", &facts) == 0 && facts.st_mode & S_IFMT == S_IFCHR)
    }
  }
}
