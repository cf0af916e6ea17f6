import TestSupport
import Testing

@testable import Devnet

@Suite struct FaultTests {
  private static let content = "0123456789abcdefghij"

  /// A network with one stored blob and these faults on the first aggregator.
  private func with(
    _ faults: String, _ body: @Sendable (NetworkFixture, String) async throws -> Void
  ) async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store(Self.content)
      let answer = try await fixture.control("PUT", "/faults/0", faults)
      #expect(answer.status == 200, "\(answer.text)")
      try await body(fixture, "/v1/blobs/\(id)")
    }
  }

  @Test func `latency delays an answer and not those of the others`() async throws {
    try await with(#"{"latency_ms": 60}"#) { fixture, target in
      let clock = ContinuousClock()
      let start = clock.now
      let answer = try await fixture.send("GET", target)
      #expect(answer.status == 200)
      #expect(clock.now - start >= .milliseconds(60))
    }
  }

  @Test(
    arguments: [
      (403, "BLOB_TOO_LARGE"), (404, "BLOB_NOT_FOUND"), (429, nil), (451, "FORBIDDEN_BLOB"),
      (500, "INTERNAL_ERROR"), (502, nil), (503, "BLOB_UNAVAILABLE"), (504, nil),
    ] as [(Int, String?)])
  func `a status is answered with the real body`(status: Int, reason: String?) async throws {
    try await with("{\"status\": \(status)}") { fixture, target in
      let answer = try await fixture.send("GET", target)
      #expect(answer.status == status)
      #expect(answer.errorReason == reason)
      #expect(answer["access-control-allow-origin"] == "*")
      let other = try await fixture.send("GET", target, to: .aggregator(1))
      #expect(other.status == 200)
    }
  }

  @Test func `an internal error names a trace`() async throws {
    try await with(#"{"status": 500}"#) { fixture, target in
      let error = try await fixture.send("GET", target).json["error"]
      guard case .array(let details)? = error?["details"] else {
        Issue.record("no details")
        return
      }
      #expect(details.count == 2)
      #expect(details[0]["domain"]?.string == "global")
      #expect(details[1]["@type"]?.string == "DebugInfo")
      #expect(details[1]["detail"]?.string?.hasPrefix("TraceID: ") == true)
    }
  }

  @Test func `a fault strikes only as often as asked`() async throws {
    try await with(#"{"status": 503, "times": 2}"#) { fixture, target in
      var statuses: [Int] = []
      for _ in 0..<4 { statuses.append(try await fixture.send("GET", target).status) }
      #expect(statuses == [503, 503, 200, 200])
    }
  }

  @Test func `a fault strikes only its target`() async throws {
    try await with(#"{"status": 503, "target": "/status"}"#) { fixture, target in
      let blob = try await fixture.send("GET", target)
      #expect(blob.status == 200)
      let status = try await fixture.send("GET", "/status")
      #expect(status.status == 503)
    }
  }

  @Test func `a probability of zero never strikes`() async throws {
    try await with(#"{"status": 503, "probability": 0}"#) { fixture, target in
      for _ in 0..<5 {
        let answer = try await fixture.send("GET", target)
        #expect(answer.status == 200)
      }
    }
  }

  @Test(arguments: ["truncate_after_bytes", "reset_after_bytes", "stall_after_bytes"])
  func `a body breaks off after so many bytes`(fault: String) async throws {
    try await with("{\"\(fault)\": 5}") { fixture, target in
      let (bytes, ending) = try await LastWords.after(
        NetworkFixture.request("GET", target), port: fixture.port(.aggregator(0)))
      let text = String(decoding: bytes, as: UTF8.self)
      switch fault {
      case "truncate_after_bytes":
        #expect(text.contains("content-length: 20") && text.hasSuffix("\r\n01234"))
        #expect(ending == .closed)
      case "reset_after_bytes":
        // What was on its way may be lost with the reset.
        #expect(ending == .reset)
      default:
        #expect(text.contains("content-length: 20") && text.hasSuffix("\r\n01234"))
        #expect(ending == .silent)
      }
    }
  }

  @Test func `a body may break off before its first byte`() async throws {
    try await with(#"{"truncate_after_bytes": 0}"#) { fixture, target in
      let bytes = try await RawClient.exchange(
        port: fixture.port(.aggregator(0)), NetworkFixture.request("GET", target))
      #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("\r\n\r\n"))
    }
  }

  @Test func `wrong bytes have the right length`() async throws {
    try await with(#"{"wrong_bytes": true}"#) { fixture, target in
      let answer = try await fixture.send("GET", target)
      #expect(answer.status == 200)
      #expect(answer["content-length"] == "20")
      #expect(answer.body.count == 20)
      #expect(answer.text != Self.content)
      #expect(answer["etag"].map { target.hasSuffix($0) } == true)
    }
  }

  @Test(arguments: [(3, 23), (-3, 17)])
  func `a wrong length is announced`(offset: Int, length: Int) async throws {
    try await with("{\"wrong_length\": \(offset)}") { fixture, target in
      let bytes = try await RawClient.exchange(
        port: fixture.port(.aggregator(0)), NetworkFixture.request("GET", target))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.contains("content-length: \(length)\r\n"))
      #expect(text.hasSuffix("\r\n\r\n" + Self.content))
    }
  }

  @Test func `a trickle takes its time`() async throws {
    try await with(#"{"trickle_bytes_per_second": 200}"#) { fixture, target in
      let clock = ContinuousClock()
      let start = clock.now
      let answer = try await fixture.send("GET", target)
      #expect(answer.text == Self.content)
      #expect(clock.now - start >= .milliseconds(50))
    }
  }

  @Test func `chunks replace the length`() async throws {
    try await with(#"{"chunked": true}"#) { fixture, target in
      let answer = try await fixture.send("GET", target)
      #expect(answer["content-length"] == nil)
      #expect(answer["transfer-encoding"] == "chunked")
      #expect(answer.text == Self.content)
      let head = try await fixture.send("HEAD", target)
      #expect(head["transfer-encoding"] == "chunked")
    }
  }

  @Test func `a blob appears after some reads`() async throws {
    try await with(#"{"not_found_first": 2}"#) { fixture, target in
      var statuses: [Int] = []
      for _ in 0..<3 { statuses.append(try await fixture.send("GET", target).status) }
      #expect(statuses == [404, 404, 200])
    }
  }

  @Test func `blocked ids are 451`() async throws {
    try await NetworkFixture.with { fixture in
      let (blocked, free) = (try await fixture.store("bad"), try await fixture.store("good"))
      var faults = Faults()
      faults.blockedIDs = [blocked]
      fixture.network.setFaults(faults)
      let refused = try await fixture.send("GET", "/v1/blobs/\(blocked)")
      #expect(refused.status == 451)
      #expect(refused.errorReason == "FORBIDDEN_BLOB")
      #expect(refused.json["error"]?["status"]?.string == "UNAVAILABLE_FOR_LEGAL_REASONS")
      let answered = try await fixture.send("GET", "/v1/blobs/\(free)")
      #expect(answered.status == 200)
    }
  }

  @Test func `blobs past a size are 403`() async throws {
    try await with(#"{"too_large": 19}"#) { fixture, target in
      let answer = try await fixture.send("GET", target)
      #expect(answer.status == 403)
      #expect(answer.errorReason == "BLOB_TOO_LARGE")
    }
  }

  @Test(arguments: ["stall_before_head", "never_accept"])
  func `a server may stay silent until the fault is taken away`(fault: String) async throws {
    try await with("{\"\(fault)\": true}") { fixture, target in
      let client = try await RawClient.connect(
        port: fixture.port(.aggregator(0)), deadline: .milliseconds(150))
      try await client.send(NetworkFixture.request("GET", target))
      await #expect(throws: RawClientFailure.self) { _ = try await client.read() }
      client.close()
      fixture.network.clearFaults()
      let answer = try await fixture.send("GET", target)
      #expect(answer.status == 200)
    }
  }

  @Test func `a server may close without an answer`() async throws {
    try await with(#"{"close_before_head": true}"#) { fixture, target in
      let bytes = try await RawClient.exchange(
        port: fixture.port(.aggregator(0)), NetworkFixture.request("GET", target))
      #expect(bytes.isEmpty)
    }
  }

  @Test func `a server may answer nonsense`() async throws {
    try await with(#"{"malformed_head": true}"#) { fixture, target in
      let bytes = try await RawClient.exchange(
        port: fixture.port(.aggregator(0)), NetworkFixture.request("GET", target))
      #expect(!bytes.isEmpty && !bytes.starts(with: Array("HTTP/1.1".utf8)))
    }
  }

  @Test func `fields are added to every answer`() async throws {
    try await with(#"{"fields": {"Set-Cookie": "a=b", "ETag": "\"x\""}}"#) { fixture, target in
      let answer = try await fixture.send("GET", target)
      #expect(answer["set-cookie"] == "a=b")
      #expect(answer.values(of: "etag") == ["\"x\""])
    }
  }

  @Test(arguments: [
    (#"{"statuz": 1}"#, "unknown fault `statuz`"), (#"{"status": "x"}"#, "`status` takes"),
    (#"{"status": 99}"#, "`status` takes"), (#"{"probability": 2}"#, "`probability` takes"),
    (#"{"mode": "apache"}"#, "`mode` takes"), (#"{"blocked": "x"}"#, "`blocked` takes"),
    ("[1]", "not a JSON object"), ("nonsense", "not a JSON object"),
  ])
  func `a fault that can not be followed is refused`(json: String, sentence: String) async throws {
    try await NetworkFixture.with { fixture in
      let answer = try await fixture.control("PUT", "/faults/0", json)
      #expect(answer.status == 400)
      #expect(answer.text.contains(sentence))
    }
  }

  @Test func `what was set can be read back and set again`() throws {
    let text = """
      {"latency_ms":1,"status":503,"probability":0.5,"times":2,"target":"x",\
      "stall_after_bytes":3,"truncate_after_bytes":4,"reset_after_bytes":5,"wrong_bytes":true,\
      "wrong_length":-6,"trickle_bytes_per_second":7,"chunked":true,"not_found_first":8,\
      "blocked":["a","b"],"too_large":9,"mode":"nginx","stall_before_head":true,\
      "close_before_head":true,"malformed_head":true,"never_accept":true,"fields":{"a":"b"}}
      """
    let faults = try Faults(json: try #require(JSONValue(parsing: Array(text.utf8))))
    #expect(faults.json.text == text)
    #expect(Faults.names.allSatisfy { text.contains("\"\($0.name)\":") })
  }

  @Test(arguments: [
    #"{"stall_before_head": true}"#, #"{"stall_after_bytes": 1}"#, #"{"never_accept": true}"#,
    #"{"latency_ms": 60000}"#, #"{"trickle_bytes_per_second": 1}"#,
  ])
  func `stopping ends waiting connections at once`(faults: String) async throws {
    try await with(faults) { fixture, target in
      let client = try await fixture.connect()
      try await client.send(NetworkFixture.request("GET", target))
      while fixture.network.connectionsOpen(to: .aggregator(0)) == 0 { await Task.yield() }
      let duration = ContinuousClock().measure { fixture.network.stop() }
      #expect(duration < .seconds(2))
      #expect(await client.isClosedByServer())
    }
  }
}
