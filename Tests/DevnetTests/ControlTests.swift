import TestSupport
import Testing

@testable import Devnet

@Suite struct ControlTests {
  @Test func `the front page shows every call with curl`() async throws {
    try await NetworkFixture.with { fixture in
      let page = try await fixture.control("GET", "/")
      #expect(page.status == 200)
      for call in ["/state", "/faults/0", "/requests", "/epoch", "/clock", "/objects/", "/blobs/"] {
        #expect(page.text.contains(call))
      }
      #expect(Faults.names.allSatisfy { page.text.contains($0.name) })
    }
  }

  @Test func `the state names addresses, faults and blobs`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("state")
      try await fixture.control("PUT", "/faults/1", #"{"status": 503}"#)
      let state = try await fixture.control("GET", "/state").json
      guard case .array(let members)? = state["members"], case .array(let blobs)? = state["blobs"]
      else {
        Issue.record("no members")
        return
      }
      #expect(members.compactMap { $0["name"]?.string } == ["0", "1", "publisher"])
      #expect(
        members.compactMap { $0["url"]?.string }
          == fixture.network.aggregatorURLs + [fixture.network.publisherURL])
      #expect(members[1]["faults"]?.text == #"{"status":503}"#)
      #expect(blobs.map { $0["blob_id"]?.string } == [id])
      #expect(state["shard_count"]?.integer == 10)
    }
  }

  @Test func `faults are set and taken away by name`() async throws {
    try await NetworkFixture.with { fixture in
      func statuses() async throws -> [Int] {
        var statuses: [Int] = []
        for server in [NetworkFixture.Server.aggregator(0), .aggregator(1), .publisher] {
          statuses.append(try await fixture.send("GET", "/status", to: server).status)
        }
        return statuses
      }
      try await fixture.control("PUT", "/faults/all", #"{"status": 503}"#)
      #expect(try await statuses() == [503, 503, 200])
      try await fixture.control("DELETE", "/faults/1")
      #expect(try await statuses() == [503, 200, 200])
      try await fixture.control("PUT", "/faults/publisher", #"{"status": 504}"#)
      #expect(try await statuses() == [503, 200, 504])
      try await fixture.control("DELETE", "/faults")
      #expect(try await statuses() == [200, 200, 200])
      let unknown = try await fixture.control("PUT", "/faults/7", "{}")
      #expect(unknown.status == 404)
    }
  }

  @Test func `the log counts requests and keeps their heads`() async throws {
    try await NetworkFixture.with { fixture in
      let client = try await fixture.connect()
      for _ in 0..<2 {
        try await client.send("GET /status HTTP/1.1\r\nHost: a\r\nX-Own: 1\r\n\r\n")
        _ = try await client.response()
      }
      let log = try await fixture.control("GET", "/requests/0").json["0"]
      #expect(log?["total"]?.integer == 2)
      #expect(log?["paths"]?["GET /status"]?.integer == 2)
      let head = "GET /status HTTP/1.1\r\nHost: a\r\nX-Own: 1"
      #expect(fixture.network.requests(to: .aggregator(0)).heads == [head, head])
      #expect(fixture.network.requestCount("GET /status") == 2)
      try await fixture.control("DELETE", "/requests")
      #expect(fixture.network.requests(to: .aggregator(0)) == RecordedRequests())
    }
  }

  @Test func `a blob is gone when its end epoch comes`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("mortal", query: "?epochs=2")
      let next = try await fixture.control("POST", "/epoch")
      #expect(next.json["epoch"]?.integer == 2)
      let alive = try await fixture.send("GET", "/v1/blobs/\(id)")
      #expect(alive.status == 200)
      try await fixture.control("POST", "/epoch", #"{"epoch": 3}"#)
      let gone = try await fixture.send("GET", "/v1/blobs/\(id)")
      #expect(gone.status == 404)
      #expect(gone.errorReason == "BLOB_NOT_FOUND")
      let again = try await fixture.send(
        "PUT", "/v1/blobs", body: Array("mortal".utf8), to: .publisher)
      #expect(again.json["newlyCreated"] != nil)
      let back = try await fixture.send("GET", "/v1/blobs/\(id)")
      #expect(back.text == "mortal")
    }
  }

  @Test func `a blob can be deleted`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("deleted")
      let deleted = try await fixture.control("DELETE", "/blobs/\(id)")
      #expect(deleted.status == 200)
      let gone = try await fixture.send("GET", "/v1/blobs/\(id)")
      #expect(gone.status == 404)
      let again = try await fixture.control("DELETE", "/blobs/\(id)")
      #expect(again.status == 404)
    }
  }
}
