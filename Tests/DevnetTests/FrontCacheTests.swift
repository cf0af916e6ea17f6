import TestSupport
import Testing

@testable import Devnet

@Suite struct FrontCacheTests {
  private func with(
    _ mode: Faults.Mode, _ body: (NetworkFixture, String) async throws -> Void
  ) async throws {
    try await NetworkFixture.with { fixture in
      var faults = Faults()
      faults.mode = mode
      fixture.network.setFaults(faults)
      let id = try await fixture.store("0123456789")
      try await body(fixture, "/v1/blobs/\(id)")
    }
  }

  @Test func `nginx answers a range with the whole and says where it came from`() async throws {
    try await with(.nginx) { fixture, target in
      let first = try await fixture.send("GET", target, ["Range: bytes=0-1"])
      #expect(first.status == 200)
      #expect(first.text == "0123456789")
      #expect(first["x-cache-status"] == "MISS")
      let second = try await fixture.send("GET", target)
      #expect(second["x-cache-status"] == "HIT")
      let fresh = try await fixture.send("GET", target, ["Cache-Control: no-cache"])
      #expect(fresh["x-cache-status"] == "BYPASS")
    }
  }

  @Test func `nginx keeps the first content type for everyone`() async throws {
    try await with(.nginx) { fixture, target in
      _ = try await fixture.send("GET", target, ["Accept: text/html"])
      let victim = try await fixture.send("GET", target, ["Accept: image/png"])
      #expect(victim["content-type"] == "text/html")
      let other = try await fixture.send("GET", target, ["Accept: a/b", "Origin: http://x"])
      #expect(other["content-type"] == "a/b")
    }
  }

  @Test func `nginx fills from a HEAD and answers one from what it has`() async throws {
    try await with(.nginx) { fixture, target in
      let head = try await fixture.send("HEAD", target)
      #expect(head["content-length"] == "10")
      let get = try await fixture.send("GET", target)
      #expect(get["x-cache-status"] == "HIT")
      #expect(get.text == "0123456789")
    }
  }

  @Test(arguments: [(Faults.Mode.nginx, "x-cache-status"), (.cloudflare, "cf-cache-status")])
  func `a 404 stays for a minute`(mode: Faults.Mode, field: String) async throws {
    try await NetworkFixture.with { fixture in
      var faults = Faults()
      faults.mode = mode
      fixture.network.setFaults(faults)
      // The id of the content for ten shards is known before it is stored.
      let id = try await fixture.store("late")
      try await fixture.control("DELETE", "/blobs/\(id)")
      let target = "/v1/blobs/\(id)"
      let missing = try await fixture.send("GET", target)
      #expect(missing.status == 404)
      _ = try await fixture.store("late")
      let stale = try await fixture.send("GET", target)
      #expect(stale.status == 404)
      #expect(stale[field] == "HIT")
      try await fixture.control("POST", "/clock", #"{"advance_seconds": 61}"#)
      let found = try await fixture.send("GET", target)
      #expect(found.status == 200)
      #expect(found[field] == "EXPIRED")
    }
  }

  @Test func `cloudflare ages, weakens tags and cuts ranges`() async throws {
    try await with(.cloudflare) { fixture, target in
      let first = try await fixture.send("GET", target)
      #expect(first["cf-cache-status"] == "MISS")
      #expect(first["age"] == nil)
      #expect(first["etag"] == "W/\"\(target.split(separator: "/").last!)\"")
      fixture.network.advanceClock(by: .seconds(7))
      for (range, body) in [("bytes=8-", "89"), ("bytes=-3", "789"), ("bytes=1-2", "12")] {
        let part = try await fixture.send("GET", target, ["Range: \(range)"])
        #expect(part.status == 206)
        #expect(part.text == body)
        #expect(part["age"].flatMap { Int($0) }.map { $0 >= 7 } == true)
        #expect(part["cf-cache-status"] == "HIT")
      }
      let beyond = try await fixture.send("GET", target, ["Range: bytes=10-"])
      #expect(beyond.status == 416)
      #expect(beyond["content-range"] == "bytes */10")
    }
  }
}
