import EdgeTesting
import Gateway
import Routing
import TestSupport
import Testing

/// What is refused before any route is asked: methods, sizes, control bytes, and paths that others
/// would read as another path.
@Suite(.serialized, .sharedEdge) struct RequestValidationScenarios {
  private let edge = SharedEdge.current

  static let lines: [(line: String, status: Int)] = [
    ("TRACE / HTTP/1.1", 405), ("CONNECT a:80 HTTP/1.1", 501), ("BREW / HTTP/1.1", 405),
    ("get / HTTP/1.1", 405), ("POST /health HTTP/1.1", 405),
    ("GET /" + String(repeating: "a", count: 2047) + " HTTP/1.1", 404),
    ("GET /" + String(repeating: "a", count: 2048) + " HTTP/1.1", 414),
    ("GET /./health HTTP/1.1", 400), ("GET /health/../metrics HTTP/1.1", 400),
    ("GET /cdn/../metrics HTTP/1.1", 400), ("GET /.. HTTP/1.1", 400),
    ("GET /%2e%2e/metrics HTTP/1.1", 400), ("GET /cdn/%2E HTTP/1.1", 400),
    ("GET /cdn/.%2e/metrics HTTP/1.1", 400), ("GET /v1/blobs/.. HTTP/1.1", 400),
    ("GET //metrics HTTP/1.1", 404), ("GET /api//metrics HTTP/1.1", 404),
    ("GET /metrics/ HTTP/1.1", 404), ("GET /api%2Fmetrics HTTP/1.1", 404),
    ("GET /cdn/%2e%2e%2fmetrics HTTP/1.1", 400), ("GET /health%00 HTTP/1.1", 400),
    ("GET /cdn/%00 HTTP/1.1", 400), ("GET /health%0d%0aX:1 HTTP/1.1", 400),
    ("GET /health%7f HTTP/1.1", 400), ("GET /health\u{0} HTTP/1.1", 400),
    ("GET /health\u{7f} HTTP/1.1", 400), ("GET /health\t HTTP/1.1", 400),
    ("GET /caf\u{e9} HTTP/1.1", 400), ("GET /health%zz HTTP/1.1", 400),
    ("GET /health#x HTTP/1.1", 400), ("GET \\health HTTP/1.1", 400),
    ("GET /api\\metrics HTTP/1.1", 404), ("GET health HTTP/1.1", 400),
  ]

  @Test(arguments: lines)
  func `a request line is taken literally or refused`(line: String, status: Int) async throws {
    let client = try await edge.connect()
    try await client.send("\(line)\r\nHost: a\r\n\r\n")
    let response = try await client.response()
    #expect(response.status == status, "\(response.text)")
    #expect(response["Content-Type"] == "application/problem+json")
    client.close()
  }

  @Test func `a head is as long as it may be, and no longer`() async throws {
    for (count, status) in [(8000, 200), (8200, 431)] {
      let client = try await edge.connect()
      try await client.send(
        "GET /health/live HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: count))\r\n\r\n"
      )
      #expect(try await client.response().status == status)
      client.close()
    }
  }

  @Test(arguments: ["X: a\u{0}b", "X: a\u{1b}b", "X: a\u{7f}b", "X: a\rb"])
  func `a field with a control byte is refused`(field: String) async throws {
    let client = try await edge.connect()
    try await client.send("GET /health/live HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n")
    #expect(try await client.response().status == 400)
    client.close()
  }

  @Test func `no route takes more than 2 MiB but the one that stores`() {
    for route in edge.edge.routes where route.bodyMax > 2 << 20 {
      #expect(route.template.text == "/v1/blobs")
    }
  }
}
