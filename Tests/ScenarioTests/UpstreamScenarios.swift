import ContentDelivery
import Devnet
import EdgeTesting
import Gateway
import Settings
import TestSupport
import Testing
import WalrusUpstream

/// Upstreams that are ill for longer than one request, and what becomes of the others.
@Suite struct UpstreamScenarios {
  /// Stores so many small blobs without the edge; gives their ids.
  private static func store(_ count: Int, in edge: EdgeUnderTest) async throws -> [String] {
    var ids: [String] = []
    for seed in 0..<count {
      ids.append(try await edge.store(edge.content(2000, seed: UInt64(seed + 100))))
    }
    edge.network.clearRequests()
    return ids
  }

  /// Reads blobs one after the other; how often each status came.
  private static func read(_ ids: some Sequence<String>, _ edge: EdgeUnderTest) async throws
    -> [Int: Int]
  {
    var statuses: [Int: Int] = [:]
    for id in ids { statuses[try await edge.get("/cdn/\(id)").status, default: 0] += 1 }
    return statuses
  }

  private static func requests(_ edge: EdgeUnderTest, _ index: Int) -> Int {
    edge.network.requests(to: .aggregator(index)).total
  }

  private static func report(_ edge: EdgeUnderTest, _ index: Int) -> EndpointReport? {
    edge.edge.endpoints.first { $0.url == edge.network.aggregatorURLs[index] }
  }

  @Test func `one aggregator dead and one silent: no client notices, and both are left alone`()
    async throws
  {
    try await EdgeUnderTest.with {
      $0.walrus.health.hedgeDelayMin = .milliseconds(20)
      $0.walrus.health.hedgeDelayMax = .milliseconds(100)
      $0.walrus.health.breakerRecovery = .seconds(3600)
      $0.walrus.health.ejectionTime = .seconds(3600)
    } _: { edge in
      let ids = try await Self.store(120, in: edge)
      edge.setFaults(on: .aggregator(0)) { $0.closeBeforeHead = true }
      edge.setFaults(on: .aggregator(1)) { $0.stallBeforeHead = true }
      #expect(try await Self.read(ids, edge) == [200: 120])
      // Whoever has failed five times in a row is not asked again; before that, rarely.
      #expect((1...5).contains(Self.requests(edge, 0)))
      #expect((1...5).contains(Self.requests(edge, 1)))
      let breakers = (0..<3).map { Self.report(edge, $0)?.breaker }
      #expect(breakers[2] == "closed")
    }
  }

  @Test func `an aggregator that asks for peace is asked once`() async throws {
    try await EdgeUnderTest.with { edge in
      let ids = try await Self.store(40, in: edge)
      edge.setFaults(on: .aggregator(0)) {
        $0.status = 429
        $0.extraFields = ["retry-after": "60"]
      }
      #expect(try await Self.read(ids, edge) == [200: 40])
      #expect(Self.requests(edge, 0) <= 1)
      if Self.requests(edge, 0) == 1 {
        #expect(Self.report(edge, 0)?.state == .resting)
        #expect(Self.report(edge, 0)?.lapses.first?.status == 429)
      }
    }
  }

  @Test func `a dying network is left alone, what is cached goes on, and it comes back`()
    async throws
  {
    try await EdgeUnderTest.with {
      $0.walrus.health.breakerRecovery = .milliseconds(500)
      $0.walrus.health.ejectionTime = .milliseconds(1)
    } _: { edge in
      let ids = try await Self.store(60, in: edge)
      #expect(try await edge.get("/cdn/\(ids[0])").status == 200)
      edge.setFaults { $0.status = 500 }
      let start = ContinuousClock.now
      let statuses = try await Self.read(ids[1..<40], edge)
      let recoveries = Int((ContinuousClock.now - start) / .milliseconds(500))
      #expect(statuses.keys.allSatisfy { $0 == 502 || $0 == 503 }, "\(statuses)")
      // Five failures each, those that were under way, and trials.
      #expect(edge.upstreamRequestCount <= 20 + 3 * recoveries, "\(edge.upstreamRequestCount)")
      #expect(try await edge.get("/cdn/\(ids[0])")["X-Cache"] == "HIT")
      edge.network.clearFaults()
      await edge.pause(milliseconds: 600)
      #expect(try await Self.read(ids[40...], edge) == [200: 20])
      #expect(
        edge.edge.endpoints.filter { $0.kind == .aggregator }.contains { $0.breaker == "closed" })
    }
  }

  @Test func `retries are a fifth more and no longer, however bad it is`() async throws {
    try await EdgeUnderTest.with {
      $0.walrus.health.breakerFailures = 1000
      $0.walrus.health.ejectionFailures = 1000
      $0.walrus.health.ejectionRate = 0
      $0.walrus.health.retryDelay = .zero
    } _: { edge in
      let ids = try await Self.store(150, in: edge)
      edge.setFaults { $0.status = 503 }
      let start = ContinuousClock.now
      #expect(try await Self.read(ids, edge) == [503: 150])
      // What was saved before, and a fifth or what a slow test earns by its slowness.
      let seconds = Int((ContinuousClock.now - start).components.seconds)
      let extra = edge.upstreamRequestCount - 150
      #expect((10...45 + seconds).contains(extra), "\(extra) in \(seconds) s")
      let metrics = try await edge.get("/metrics").text
      #expect(
        metrics.contains(
          "floe_upstream_requests_total{kind=\"aggregator\",reason=\"retry\"} \(extra)\n"))
    }
  }

  @Test func `a second request is counted, and so is who was late`() async throws {
    try await EdgeUnderTest.with {
      $0.walrus.health.hedgeDelayMin = .milliseconds(20)
      $0.walrus.health.hedgeDelayMax = .milliseconds(50)
    } _: { edge in
      let id = try await edge.store(edge.content(1000))
      edge.setFaults {
        $0.stallBeforeHead = true; $0.times = 1
      }
      for index in 1...2 { edge.network.setFaults(Faults(), on: .aggregator(index)) }
      // Until the silent one is the first.
      for seed in 0..<20 where Self.requests(edge, 0) == 0 {
        let id = try await edge.store(edge.content(1000, seed: UInt64(seed + 7)))
        #expect(try await edge.get("/cdn/\(id)").status == 200)
      }
      #expect(try await edge.get("/cdn/\(id)").status == 200)
      #expect(Self.requests(edge, 0) >= 1)
      let metrics = try await edge.get("/metrics").text
      let series = "floe_upstream_requests_total{kind=\"aggregator\",reason="
      #expect(metrics.contains(series + "\"hedge\"} 1\n"))
      #expect(metrics.contains(series + "\"hedge_won\"} 1\n"))
      #expect(
        metrics.contains("floe_upstream_faults_total{kind=\"aggregator\",fault=\"late\"} 1\n"))
    }
  }

  @Test func `a cache that lies about what is missing is overruled`() async throws {
    try await EdgeUnderTest.with {
      $0.content.absentTime = .zero
    } _: { edge in
      edge.setFaults { $0.mode = .nginx }
      let content = edge.content(100)
      let id = try edge.id(of: content)
      // Two of the three keep for a minute that there is no such blob.
      #expect(try await edge.get("/cdn/\(id)").status == 404)
      _ = try await edge.store(content)
      let counts = (0..<3).map { Self.requests(edge, $0) }
      #expect(counts.reduce(0, +) == 2)
      edge.network.setFaults(Faults(), on: .aggregator(counts[0] == 0 ? 1 : 0))
      #expect(try await edge.get("/cdn/\(id)").fingerprint == content.fingerprint)
    }
  }

  @Test func `what is stored through the edge is there, though all said that it is missing`()
    async throws
  {
    try await EdgeUnderTest.with {
      $0.content.absentTime = .seconds(60)
    } _: { edge in
      edge.setFaults { $0.mode = .nginx }
      let content = edge.content(5000)
      let id = try edge.id(of: content)
      #expect(try await edge.get("/cdn/\(id)").status == 404)
      #expect(try await edge.send("PUT", "/v1/blobs", body: content).status == 200)
      let stored = try await edge.get("/cdn/\(id)")
      #expect(stored["X-Cache"] == "HIT")
      #expect(stored.fingerprint == content.fingerprint)
    }
  }

  @Test func `content that is blocked is gone from memory, and nobody else is asked for it`()
    async throws
  {
    try await EdgeUnderTest.with {
      $0.content.freshTime = .seconds(1)
    } _: { edge in
      let id = try await edge.store(edge.content(1000))
      #expect(try await edge.get("/cdn/\(id)").status == 200)
      await edge.pause(milliseconds: 2100)
      edge.network.clearRequests()
      edge.setFaults { $0.blockedIDs = [id] }
      for _ in 0..<3 { #expect(try await edge.get("/cdn/\(id)").status == 451) }
      #expect(edge.upstreamRequestCount == 1)
      #expect(await edge.edge.counts().contents == 0)
    }
  }

  @Test func `when all ask for peace clients are told when to come back`() async throws {
    try await EdgeUnderTest.with { edge in
      let ids = try await Self.store(3, in: edge)
      edge.setFaults {
        $0.status = 429
        $0.extraFields = ["retry-after": "20"]
      }
      #expect(try await edge.get("/cdn/\(ids[0])").status == 503)
      #expect(edge.upstreamRequestCount == 3)
      let next = try await edge.get("/cdn/\(ids[1])")
      #expect(next.status == 503)
      #expect(try ProblemDocument(next).slug == "origin-overloaded")
      let seconds = try #require(next["Retry-After"].flatMap { Int($0) })
      #expect((1...20).contains(seconds))
      #expect(edge.upstreamRequestCount == 3)
    }
  }

  @Test func `an object past its time is served at once, whatever upstreams do`() async throws {
    try await EdgeUnderTest.with {
      $0.content.freshTime = .seconds(1)
      $0.walrus.attemptTimeout = .milliseconds(300)
    } _: { edge in
      let content = edge.content(3000)
      let object = try await edge.storeObject(content).objectID
      #expect(try await edge.get("/cdn/\(object)").status == 200)
      await edge.pause(milliseconds: 2100)
      edge.network.clearRequests()
      edge.setFaults { $0.stallBeforeHead = true }
      for _ in 0..<5 {
        let stale = try await edge.get("/cdn/\(object)")
        #expect(stale.fingerprint == content.fingerprint)
        #expect(stale["X-Cache"] == "STALE")
      }
      #expect(await edge.eventually { $0.exchanges == 0 && $0.fills == 0 })
      #expect((1...3).contains(edge.upstreamRequestCount), "one fetch with its retries")
    }
  }
}
