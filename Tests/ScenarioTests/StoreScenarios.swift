import ContentDelivery
import Devnet
import EdgeTesting
import Gateway
import Settings
import TestSupport
import Testing
import WalrusUpstream

@Suite struct StoreScenarios {
  @Test(arguments: [0, 5, 300_000])
  func `what was stored is here at once, and for ever`(size: Int) async throws {
    try await EdgeUnderTest.with { edge in
      let content = edge.content(size)
      let stored = try await edge.send("PUT", "/v1/blobs?epochs=3", body: content)
      #expect(stored.status == 200)
      #expect(stored["Content-Type"] == "application/json")
      #expect(stored["Cache-Control"] == "no-store")
      let id = try edge.id(of: content)
      #expect(stored.text.contains("\"blobId\":\"\(id)\""))
      let read = try await edge.get("/cdn/\(id)")
      #expect(read.fingerprint == content.fingerprint)
      #expect(read["X-Cache"] == "HIT")
      #expect(read["Cache-Control"] == "public, max-age=31536000, immutable")
      #expect(read["X-Source"] == "store")
      #expect(edge.upstreamRequestCount == 0)
      let again = try await edge.send("PUT", "/v1/blobs?epochs=3", body: content)
      #expect(again.text.contains("alreadyCertified"))
    }
  }

  @Test func `what was fetched is proven by storing it`() async throws {
    try await EdgeUnderTest.with { edge in
      let content = edge.content(1000)
      let id = try await edge.store(content)
      #expect(try await edge.get("/cdn/\(id)")["Cache-Control"] == "public, max-age=86400")
      #expect(try await edge.send("PUT", "/v1/blobs", body: content).status == 200)
      for _ in 0..<8 {
        let read = try await edge.get("/cdn/\(id)")
        #expect(read["Cache-Control"] == "public, max-age=31536000, immutable")
        #expect(read.fingerprint == content.fingerprint)
      }
    }
  }

  @Test func `a publisher that names another blob is not believed`() async throws {
    // A network of another size has other ids for the same bytes: an honest-looking lie.
    let directory = TemporaryDirectory("liar")
    let liar = try EdgeUnderTest.startNetwork(in: directory) { $0.shardCount = 11 }
    try await EdgeUnderTest.with {
      $0.walrus.publishers = [liar.publisherURL].compactMap { WalrusEndpoint($0) }
    } _: { edge in
      let content = edge.content(1000)
      let id = try edge.id(of: content)
      let refused = try await edge.send("PUT", "/v1/blobs", body: content)
      #expect(refused.status == 502)
      let problem = try ProblemDocument(refused)
      #expect(problem.slug == "publisher-id-mismatch")
      #expect(problem.source == "upstream")
      #expect(problem.expected == id)
      #expect(problem.claimed != id && problem.claimed?.count == 43)
      for name in [id, problem.claimed ?? ""] {
        #expect(try await edge.get("/cdn/\(name)").status == 404)
      }
      #expect(await edge.edge.counts().contents == 0)
    }
    await BlockingThread.run { () throws(Never) in liar.stop() }
  }

  static let publisherFaults: [(status: Int, seen: Int, slug: String)] = [
    (400, 400, "publisher-refused"), (401, 502, "publisher-unauthorized"),
    (403, 502, "publisher-unauthorized"), (413, 413, "content-too-large"),
    (429, 503, "publisher-overloaded"), (451, 451, "content-blocked"),
    (500, 502, "publisher-unavailable"), (503, 503, "publisher-overloaded"),
    (504, 504, "publisher-timeout"),
  ]

  @Test(arguments: publisherFaults.indices)
  func `a publisher's refusal is passed on as what it is`(row: Int) async throws {
    let (status, seen, slug) = Self.publisherFaults[row]
    try await EdgeUnderTest.with { edge in
      edge.setFaults(on: .publisher) { $0.status = status }
      let refused = try await edge.send("PUT", "/v1/blobs", body: edge.content(100))
      #expect(refused.status == seen)
      let problem = try ProblemDocument(refused)
      #expect(problem.slug == slug)
      #expect(problem.source == "upstream")
      #expect(seen != 503 || refused["Retry-After"] != nil)
      #expect(await edge.edge.counts().contents == 0)
    }
  }

  @Test func `storing is asked for once, whatever comes of it`() async throws {
    try await EdgeUnderTest.with { edge in
      edge.setFaults(on: .publisher) { $0.closeBeforeHead = true }
      let failed = try await edge.send("PUT", "/v1/blobs", body: edge.content(100))
      #expect(failed.status == 502)
      #expect(try ProblemDocument(failed).slug == "publisher-unavailable")
      #expect(edge.network.requests(to: .publisher).total == 1)
    }
  }

  @Test func `too long a content is refused before it is read`() async throws {
    try await EdgeUnderTest.with {
      $0.content.uploadMax = .kibibytes(64)
    } _: { edge in
      let exact = try await edge.send("PUT", "/v1/blobs", body: edge.content(65_536))
      #expect(exact.status == 200)
      let announced = try await edge.exchange(
        Array("PUT /v1/blobs HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n".utf8),
        endsInput: false)
      let refused = try #require(announced.responses.first)
      #expect(refused.status == 413)
      #expect(try ProblemDocument(refused).limit == 65_536)
      let chunks = Array("10001\r\n".utf8) + edge.content(65_537) + Array("\r\n0\r\n\r\n".utf8)
      let unannounced = try await edge.exchange(
        Array(
          "PUT /v1/blobs HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            .utf8) + chunks, endsInput: false)
      #expect(unannounced.responses.map(\.status) == [413])
    }
  }

  @Test(arguments: [
    "?epochs=0", "?epochs=x", "?permanent=true&deletable=true", "?epochs=1&epochs=2",
    "?unknown=1", "?share=maybe", "?send_object_to=0x1&share=true", "?send_object_to=zz",
    "?encoding_type=RS1",
  ])
  func `a parameter that makes no sense costs nothing`(query: String) async throws {
    try await EdgeUnderTest.with { edge in
      let refused = try await edge.send("PUT", "/v1/blobs\(query)", body: [1, 2, 3])
      #expect(refused.status == 400)
      #expect(try ProblemDocument(refused).slug == "malformed-query")
      #expect(edge.network.requests(to: .publisher).total == 0)
    }
  }
}
