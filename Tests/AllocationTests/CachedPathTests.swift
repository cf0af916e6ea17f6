import AddressScreening
import Bytes
import Capabilities
import Devnet
import EdgeTesting
import EventLoops
import HTTPServer
import Glibc
import Metering
import TestSupport
import Testing

@testable import Gateway

/// What the cached path allocates, with metrics and the access log on: nothing.
@Suite(.serialized, .enabled(if: MallocCounter.isCounting, "allocations are not counted here"))
struct CachedPathTests {
  struct Row: Sendable, CustomStringConvertible {
    let description: String
    let method: String
    let size: Int
    let fields: [String]
    let status: Int
    /// What follows the id in the target.
    var query = ""

    /// Requests that are counted together: fewer where each takes long.
    var batchSize: Int { size > 100_000 ? 10 : 50 }
  }

  static let rows = [
    Row(description: "1 KiB", method: "GET", size: 1024, fields: [], status: 200),
    Row(description: "nothing", method: "GET", size: 0, fields: [], status: 200),
    Row(description: "64 KiB", method: "GET", size: 65_536, fields: [], status: 200),
    Row(description: "200 KiB", method: "GET", size: 200_000, fields: [], status: 200),
    Row(description: "300 KiB in pages", method: "GET", size: 300_000, fields: [], status: 200),
    Row(
      description: "the fields of a browser", method: "GET", size: 1024,
      fields: [
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language: en-US,en;q=0.5", "Accept-Encoding: gzip, deflate, br, zstd",
        "Referer: https://a.example/", "Cookie: a=b; c=d", "X-Request-ID: client-made-id-1",
      ], status: 200),
    Row(
      description: "a query that means nothing", method: "GET", size: 1024, fields: [],
      status: 200, query: "?utm_source=x"),
    Row(
      description: "304", method: "GET", size: 1024, fields: ["If-None-Match: \"x\", *"],
      status: 200),
    Row(
      description: "304 for any", method: "GET", size: 1024, fields: ["If-None-Match: *"],
      status: 304),
    Row(
      description: "206", method: "GET", size: 65_536, fields: ["Range: bytes=100-50000"],
      status: 206),
    Row(
      description: "206 of the end", method: "GET", size: 300_000, fields: ["Range: bytes=-1000"],
      status: 206),
    Row(
      description: "206 in pages", method: "GET", size: 600_000,
      fields: ["Range: bytes=100000-400000"], status: 206),
    Row(description: "HEAD", method: "HEAD", size: 65_536, fields: [], status: 200),
    Row(
      description: "412", method: "GET", size: 1024, fields: ["If-Match: \"x\""], status: 412),
    Row(
      description: "416", method: "GET", size: 1024, fields: ["Range: bytes=5000-"], status: 416),
  ]

  @Test(arguments: rows)
  func `a hit on a kept connection allocates nothing`(row: Row) async throws {
    try await EdgeUnderTest.with({
      $0.server.loops = 1
      $0.log.isAccessLogged = true
    }) { edge in
      let id = try await edge.store(edge.content(row.size))
      #expect(try await edge.get("/cdn/\(id)").status == 200)
      let request = EdgeUnderTest.request(row.method, "/cdn/\(id)\(row.query)", row.fields)
      let client = try await edge.connect(deadline: .seconds(30))
      try await client.send(request)
      #expect(try await client.response(toHead: row.method == "HEAD")["X-Cache"] == "HIT")
      let batches = try await Self.mallocs(edge) {
        let statuses = try await client.statuses(
          of: request, times: row.batchSize, toHead: row.method == "HEAD")
        return statuses == Array(repeating: row.status, count: row.batchSize)
      }
      #expect(Self.median(batches) == 0, "\(batches)")
      #expect(batches.reduce(0, +) < 20, "\(batches)")
      client.close()
    }
  }

  /// CIDs are decoded on the way: as one large number or by bits; the key of a long one is a hash.
  static let cids: [(path: String, content: String, form: BlockForm)] = [
    ("/cdn/QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH", "", .dagPB),
    ("/cdn/bafkreie7q3iidccmpvszul7kudcvvuavuo7u6gzlbobczuk5nqk3b4akba", "test", .raw),
    ("/ipfs/k2cwuecmjhil59wbzcwn7mhcm1lxzpq6nqefdeonp9ltuxb1nbmb28eg", "test", .raw),
    ("/ipfs/f01550040" + String(repeating: "61", count: 64), "", .raw),
  ]

  @Test(arguments: cids.indices)
  func `a hit for a CID allocates nothing`(row: Int) async throws {
    let (path, content, form) = Self.cids[row]
    try await EdgeUnderTest.with({ $0.server.loops = 1 }, network: { $0.ipfsPorts = [0] }) { edge in
      _ = try edge.network.addToIPFS(Array(content.utf8), form: form)
      #expect(try await edge.get(path).status == 200)
      let request = EdgeUnderTest.request("GET", path)
      let client = try await edge.connect()
      let batches = try await Self.mallocs(edge) {
        try await client.statuses(of: request, times: 50).allSatisfy { $0 == 200 }
      }
      #expect(Self.median(batches) == 0, "\(batches)")
      client.close()
    }
  }

  @Test func `a hit on a loop that has borrowed the content allocates nothing`() async throws {
    try await EdgeUnderTest.with { edge in
      let id = try await edge.store(edge.content(1024))
      for _ in 0..<24 { #expect(try await edge.get("/cdn/\(id)").status == 200) }
      let request = EdgeUnderTest.request("GET", "/cdn/\(id)")
      for _ in 0..<8 {
        let client = try await edge.connect()
        let batches = try await Self.mallocs(edge) {
          try await client.statuses(of: request, times: 50).allSatisfy { $0 == 200 }
        }
        #expect(Self.median(batches) == 0, "\(batches)")
        client.close()
      }
      #expect(await edge.edge.counts().borrowedHits > 400)
    }
  }

  @Test func `a hit on a patch by its name allocates nothing`() async throws {
    try await EdgeUnderTest.with({ $0.server.loops = 1 }) { edge in
      let (quilt, _) = try await edge.storeQuilt([("a b.txt", "text"), ("c", "more")])
      let request = EdgeUnderTest.request("GET", "/cdn/\(quilt)/a%20b.txt")
      let client = try await edge.connect()
      for _ in 0..<2 {
        try await client.send(request)
        #expect(try await client.response().text == "text")
      }
      let batches = try await Self.mallocs(edge) {
        try await client.statuses(of: request, times: 50).allSatisfy { $0 == 200 }
      }
      #expect(Self.median(batches) == 0, "\(batches)")
      client.close()
      #expect(await edge.edge.counts().borrowedHits > 400, "the name is an alias")
    }
  }

  @Test func `a hit with a token, limits and metering allocates nothing`() async throws {
    try await MeteredEdge.with({
      $0.server.loops = 1
      $0.log.isAccessLogged = true
    }) { stage in
      let path = "/cdn/\(try await stage.edge.store(stage.edge.content(1024)))"
      stage.credentials.give(
        "wcdn_0123456789abcdefghijklmnopqrstuvwxyz", id: "t1",
        plan: Allowance(
          requestsPerMinute: 1_000_000, requestsPerDay: 10_000_000, requestsPerMonth: 100_000_000,
          bytesPerMonth: 1 << 50), own: Allowance(requestsPerMinute: 900_000))
      for field in [
        "X-API-Key: wcdn_0123456789abcdefghijklmnopqrstuvwxyz",
        "Authorization: Bearer wcdn_0123456789abcdefghijklmnopqrstuvwxyz",
      ] {
        let request = EdgeUnderTest.request("GET", path, [field])
        let client = try await stage.edge.connect(deadline: .seconds(30))
        try await client.send(request)
        #expect(try await client.response()["RateLimit"] != nil)
        let before = stage.credentials.lookupCount
        let batches = try await Self.mallocs(stage.edge) {
          try await client.statuses(of: request, times: 50).allSatisfy { $0 == 200 }
        }
        #expect(Self.median(batches) == 0, "\(batches)")
        #expect(stage.credentials.lookupCount - before <= 1, "the hits went past the loop")
        client.close()
      }
    }
  }

  @Test func `a hit of nobody within the limit of an address allocates nothing`() async throws {
    try await EdgeUnderTest.with({
      $0.server.loops = 1
      $0.limits.anonymousPerMinute = 1_000_000
    }) { edge in
      let id = try await edge.store(edge.content(1024))
      let request = EdgeUnderTest.request("GET", "/cdn/\(id)")
      let client = try await edge.connect()
      let batches = try await Self.mallocs(edge) {
        try await client.statuses(of: request, times: 50).allSatisfy { $0 == 200 }
      }
      #expect(Self.median(batches) == 0, "\(batches)")
      client.close()
    }
  }

  @Test func `a hit for a client behind a proxy allocates nothing`() async throws {
    try await EdgeUnderTest.with({
      $0.server.loops = 1
      $0.log.isAccessLogged = true
      $0.server.limits.trustedProxies = AddressBlocks(
        ["127.0.0.0/8", "10.0.0.0/8"].compactMap { AddressBlock($0) })
    }) { edge in
      let id = try await edge.store(edge.content(1024))
      for field in [
        "X-Forwarded-For: 203.0.113.9, 2001:db8::7, 10.0.0.1",
        "Forwarded: for=203.0.113.9;proto=https, for=\"[2001:db8::7]:4711\";by=10.0.0.1",
      ] {
        let request = EdgeUnderTest.request("GET", "/cdn/\(id)", [field])
        let client = try await edge.connect(deadline: .seconds(30))
        let batches = try await Self.mallocs(edge) {
          try await client.statuses(of: request, times: 50).allSatisfy { $0 == 200 }
        }
        #expect(Self.median(batches) == 0, "\(batches)")
        client.close()
      }
    }
  }

  @Test func `a hit past lists and bans of thousands of addresses allocates nothing`() async throws
  {
    try await EdgeUnderTest.with({
      $0.server.loops = 1
      $0.addresses.exemptsLoopback = false
      $0.addresses.deny = (0..<4000).compactMap { AddressBlock("10.\($0 / 200).\($0 % 200).0/24") }
      $0.addresses.allow = [AddressBlock("198.51.100.0/24")].compactMap { $0 }
    }) { edge in
      let rules = edge.edge.defence.rules
      for number in 0..<3000 {
        let peer = PeerAddress(ipv4: 0xcb00_0000 + UInt32(number), port: 0)
        for _ in 0..<51 { rules.note(.refused, of: peer, at: Int64(time(nil))) }
      }
      #expect(rules.activeBanCount == 3000)
      let id = try await edge.store(edge.content(1024))
      let request = EdgeUnderTest.request("GET", "/cdn/\(id)")
      let client = try await edge.connect()
      try await client.send(request)
      #expect(try await client.response().status == 200)
      let batches = try await Self.mallocs(edge) {
        try await client.statuses(of: request, times: 50).allSatisfy { $0 == 200 }
      }
      #expect(Self.median(batches) == 0, "\(batches)")
      client.close()
    }
  }

  /// Tracing that is on without recording, and requests that say which trace they belong to.
  @Test(arguments: [
    (0.0, ["X-Other: a"]), (1e-9, ["X-Other: a"]),
    (0.0, ["traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"]),
    (1e-9, ["traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"]),
  ])
  func `a hit that is not recorded allocates nothing`(ratio: Double, fields: [String])
    async throws
  {
    try await Self.countTraced(ratio, fields)
  }

  @Test func `a hit that is recorded allocates nothing either`() async throws {
    try await Self.countTraced(1, ["X-Other: a"])
  }

  private static func countTraced(_ ratio: Double, _ fields: [String]) async throws {
    try await EdgeUnderTest.with({
      $0.server.loops = 1
      $0.log.isAccessLogged = true
      // Nobody listens there, and nothing is sent within the test.
      $0.tracing.endpoint = "http://127.0.0.1:9"
      $0.tracing.ratio = ratio
      $0.tracing.interval = .seconds(300)
    }) { edge in
      let id = try await edge.store(edge.content(1024))
      #expect(try await edge.get("/cdn/\(id)").status == 200)
      let request = EdgeUnderTest.request("GET", "/cdn/\(id)", fields)
      let client = try await edge.connect()
      let batches = try await mallocs(edge) {
        try await client.statuses(of: request, times: 30).allSatisfy { $0 == 200 }
      }
      #expect(median(batches) == 0, "\(batches)")
      client.close()
    }
  }

  @Test func `pipelined hits allocate nothing`() async throws {
    try await EdgeUnderTest.with({ $0.server.loops = 1 }) { edge in
      let id = try await edge.store(edge.content(1024))
      _ = try await edge.get("/cdn/\(id)")
      let one = EdgeUnderTest.request("GET", "/cdn/\(id)")
      let client = try await edge.connect()
      let pipeline = Array(repeating: one, count: 16).flatMap { $0 }
      let batches = try await Self.mallocs(edge) {
        try await client.send(pipeline)
        for _ in 0..<16 where try await client.response().status != 200 { return false }
        return true
      }
      #expect(Self.median(batches) == 0, "\(batches)")
      client.close()
    }
  }

  /// The allocations that the loops make in each of twenty batches of requests.
  ///
  /// Not one number for all of them: the loops do more than answer, once a second or four times,
  /// and on a busy machine that falls into some of the batches.
  private static func mallocs(
    _ edge: EdgeUnderTest, batch: () async throws -> Bool
  ) async throws -> [UInt64] {
    var counters: [MallocCounter] = []
    for loop in edge.edge.content.loops {
      counters.append(await loop.perform { MallocCounter.ofThisThread() })
    }
    // What is made once: buffers of the log, slots of the timeouts, places in the tables.
    for _ in 0..<5 { #expect(try await batch()) }
    var batches: [UInt64] = []
    for _ in 0..<20 {
      let before = counters.map(\.count).reduce(0, +)
      let isRight = try await batch()
      batches.append(counters.map(\.count).reduce(0, +) - before)
      #expect(isRight)
    }
    return batches
  }

  private static func median(_ batches: [UInt64]) -> UInt64 { batches.sorted()[batches.count / 2] }
}
