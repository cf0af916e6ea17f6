import TestSupport
import Testing

@testable import Console

@Suite struct EndpointsTests {
  private static let listed = """
    {"endpoints":[
     {"url":"https://b.example","kind":"aggregator","state":"open","scorePercent":0,
      "successPercent":12,"firstByteMicroseconds":{"average":null,"p50":null,"p95":null},
      "lastFaults":[{"fault":"server_error","status":503,"at":1}]},
     {"url":"https://a.example","kind":"aggregator","state":"ready","scorePercent":51,
      "successPercent":null,"firstByteMicroseconds":{"average":1,"p50":900,"p95":45000},
      "lastFaults":[]}]}
    """

  private static func answer(_ status: String, _ body: String) -> String {
    "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
  }

  @Test func `the endpoints of a server are listed, the best first`() async {
    let server = OneAnswerServer(Self.answer("200 OK", Self.listed))
    let outcome = await ConsoleFixture().run("endpoints", "--url", server.url)
    #expect(outcome.status == .succeeded)
    let rows = outcome.output.split(separator: "\n").map {
      $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    #expect(
      rows == [
        "KIND STATE SCORE SUCCESS P50 P95 LAST FAULT URL",
        "aggregator ready 51 - 900 us 45 ms - https://a.example",
        "aggregator open 0 12 % - - server_error (503) https://b.example",
      ])
  }

  @Test func `programs get what the server says`() async {
    let server = OneAnswerServer(Self.answer("200 OK", Self.listed))
    let outcome = await ConsoleFixture().run("endpoints", "list", "--json", "--url", server.url)
    #expect(outcome.output == Self.listed)
  }

  @Test(arguments: [
    ("404 Not Found", "{}", "the server answered 404"),
    ("200 OK", "[]", "answered something else than a list of endpoints"),
  ])
  func `a server that has no such list is told of`(
    status: String, body: String, sentence: String
  ) async {
    let server = OneAnswerServer(Self.answer(status, body))
    let outcome = await ConsoleFixture().run("endpoints", "--url", server.url)
    #expect(outcome.status == .failed)
    #expect(outcome.errors.contains(sentence))
    #expect(outcome.output.isEmpty)
  }

  private static let operators = """
    {"testnet": {"aggregators": {"https://a.example": {"operator": "A", "cache": false},
      "https://gone.example": {"operator": "B", "functional": false}},
      "publishers": {"https://p.example": {"operator": "A"}}}}
    """
  private static let refreshed = """
    {
      "testnet": {
        "aggregators": [
          "https://a.example"
        ],
        "publishers": [
          "https://p.example"
        ]
      }
    }

    """

  @Test func `a list is made of the operators' own, into a file or out of a pipe`() async throws {
    let fixture = ConsoleFixture()
    fixture.directory.write("operators.json", Array(Self.operators.utf8))
    let path = fixture.directory("list.json")
    let outcome = await fixture.run(
      "endpoints", "refresh", fixture.directory("operators.json"), "-o", path)
    #expect(outcome.status == .succeeded)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors == "testnet: 1 aggregators, 1 publishers\n")
    #expect(ConsoleFixture.bytes(path) == Array(Self.refreshed.utf8))
    let piped = await fixture.run(["endpoints", "refresh", "-"], input: Array(Self.operators.utf8))
    #expect(piped.output == Self.refreshed)
  }

  @Test(
    arguments: [
      (["endpoints", "refresh"], "floe endpoints refresh needs a FILE"),
      (["endpoints", "list", "x"], "floe endpoints list takes no FILE"),
      (["endpoints", "dance"], "floe endpoints can list or refresh, not dance"),
      (["endpoints", "refresh", "a", "b"], "floe endpoints takes 2 words, and b is one too many"),
    ] as [([String], String)])
  func `what is wrong with the words is said`(words: [String], sentence: String) async {
    let outcome = await ConsoleFixture().run(words)
    #expect(outcome.status == .misused)
    #expect(outcome.errors.contains(sentence))
  }

  @Test func `a file that is no list of operators is refused and nothing is written`() async {
    let fixture = ConsoleFixture()
    fixture.directory.write("operators.json", Array("[]".utf8))
    let outcome = await fixture.run(
      "endpoints", "refresh", fixture.directory("operators.json"), "-o",
      fixture.directory("list.json"))
    #expect(outcome.status == .failed)
    #expect(outcome.errors.contains("is not a list of operators"))
    #expect(ConsoleFixture.names(in: fixture.directory("")).contains("list.json") == false)
  }

  @Test func `a server does not start with a list that it cannot read`() async {
    let outcome = await ConsoleFixture().run(
      "serve", "--port", "0", "--walrus-endpoints-file", "/nowhere/list.json")
    #expect(outcome.status == .failed)
    #expect(
      outcome.errors == "floe: /nowhere/list.json cannot be read: No such file or directory\n")
  }

  @Test func `help says what follows what`() async {
    let outcome = await ConsoleFixture().run("endpoints", "--help")
    #expect(outcome.output.contains("Usage: floe endpoints [ACTION] [FILE] [FLAGS]"))
    #expect(outcome.output.contains("floe serve --walrus-endpoints-file endpoints.json"))
  }
}
