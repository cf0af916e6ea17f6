import EdgeTesting
import TestSupport
import Testing

/// RFC 9110 §9.3.2: HEAD is GET without the content, field by field.
@Suite(.serialized, .sharedEdge) struct HeadTests {
  private let edge = SharedEdge.current

  @Test(arguments: [
    "/", "/health", "/health/live", "/health/ready", "/status", "/v1/api", "/problems",
    "/problems/no-such-route", "/problems/none", "/openapi.json", "/nowhere", "/cdn/abc",
  ])
  func `HEAD has the fields of GET`(path: String) async throws {
    let get = try await edge.get(path, ["X-Request-ID: the-same-for-both"])
    let head = try await edge.head(path, ["X-Request-ID: the-same-for-both"])
    #expect(head.status == get.status)
    #expect(head.body == [])
    #expect(head.lastingFields == get.lastingFields)
    #expect(get["Content-Length"] == "\(get.body.count)")
  }

  @Test(arguments: [[], ["Range: bytes=0-9"], ["If-None-Match: \"x\""]])
  func `content that is here is described as it is sent`(fields: [String]) async throws {
    let content = edge.content(70_000)
    let id = try await edge.store(content)
    let get = try await edge.get("/cdn/\(id)")
    for _ in 0..<2 {
      let head = try await edge.head("/cdn/\(id)", fields)
      #expect(head.status == 200)
      #expect(head.lastingFields == get.lastingFields)
      #expect(head["X-Cache"] == "HIT")
    }
  }

  @Test func `responses to HEAD leave the connection where the next begins`() async throws {
    let id = try await edge.store(edge.content(1000))
    _ = try await edge.get("/cdn/\(id)")
    let client = try await edge.connect()
    let requests =
      [
        ("/cdn/\(id)", [], 200), ("/cdn/\(id)", ["If-Match: \"x\""], 412),
        ("/cdn/\(id)", ["If-None-Match: *"], 304), ("/cdn/\(id)", ["Range: bytes=2000-"], 200),
        ("/cdn/abc", [], 400), ("/nowhere", [], 404), ("/health/live", [], 200),
      ] as [(String, [String], Int)]
    var bytes: [UInt8] = []
    for (path, fields, _) in requests { bytes += EdgeUnderTest.request("HEAD", path, fields) }
    try await client.send(bytes + EdgeUnderTest.request("GET", "/health/live"))
    for (path, fields, status) in requests {
      #expect(try await client.response(toHead: true).status == status, "\(path) \(fields)")
    }
    #expect(try await client.response().status == 200)
    client.close()
  }
}
