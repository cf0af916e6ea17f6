import Devnet
import EdgeTesting
import FoundationEssentials
import Gateway
import Settings
import TestSupport
import Testing
import WalrusUpstream

/// Probes beside the requests of clients, and what operators see of it all.
@Suite struct ProbeScenarios {
  private struct Listed: Decodable {
    struct Endpoint: Decodable {
      struct Breaker: Decodable { let state: String }
      struct Fault: Decodable {
        let fault: String
        let status: Int?
      }
      let url: String
      let kind: String
      let state: String
      let scorePercent: Int
      let breaker: Breaker
      let lastFaults: [Fault]
      let lastProbedAt: Int?
    }
    let endpoints: [Endpoint]
  }

  private static func listed(_ edge: EdgeUnderTest) async throws -> [Listed.Endpoint] {
    let answer = try await edge.get("/api/endpoints")
    #expect(answer["Cache-Control"] == "no-store")
    return try JSONDecoder().decode(Listed.self, from: Data(answer.body)).endpoints
  }

  /// Waits until the endpoint of an aggregator is in a state.
  private static func waits(
    for state: String, of index: Int, _ edge: EdgeUnderTest
  ) async throws -> Bool {
    for _ in 0..<400 {
      let url = edge.network.aggregatorURLs[index]
      if try await listed(edge).first(where: { $0.url == url })?.state == state { return true }
      await edge.pause(milliseconds: 25)
    }
    return false
  }

  private static func eager(_ settings: inout GatewaySettings) {
    settings.walrus.health.probeInterval = .milliseconds(100)
    settings.walrus.health.probeTimeout = .milliseconds(500)
    settings.walrus.health.breakerRecovery = .milliseconds(300)
    settings.walrus.health.ejectionTime = .milliseconds(300)
    settings.walrus.health.ejectionTimeMax = .milliseconds(300)
  }

  @Test func `an ill aggregator is found, and found well again, though no client asks`()
    async throws
  {
    try await EdgeUnderTest.with(Self.eager) { edge in
      #expect(try await Self.waits(for: "ready", of: 0, edge))
      edge.setFaults(on: .aggregator(0)) { $0.status = 500 }
      #expect(try await Self.waits(for: "open", of: 0, edge))
      let ill = try await Self.listed(edge).first { $0.url == edge.network.aggregatorURLs[0] }
      #expect(ill?.scorePercent == 0)
      #expect(ill?.breaker.state != "closed")
      #expect(ill?.lastFaults.first?.fault == "server_error")
      #expect(ill?.lastFaults.first?.status == 500)
      edge.network.clearFaults()
      #expect(try await Self.waits(for: "ready", of: 0, edge))
      await Self.calm(edge)
    }
  }

  /// Ends the probes, which would be seen as requests that are left.
  private static func calm(_ edge: EdgeUnderTest) async {
    await edge.stop()
  }

  @Test func `a probe asks for what costs little`() async throws {
    try await EdgeUnderTest.with(Self.eager) { edge in
      for _ in 0..<400 where edge.network.requests(to: .aggregator(0)).total < 4 {
        await edge.pause(milliseconds: 10)
      }
      await Self.calm(edge)
      let heads = edge.network.requests(to: .aggregator(0)).heads
      let lines = heads.compactMap { $0.split(whereSeparator: \.isNewline).first.map(String.init) }
      #expect(lines.contains("GET /status HTTP/1.1"))
      let missing = lines.filter { $0.hasPrefix("HEAD /v1/blobs/") }
      #expect(missing.count > 0)
      #expect(Set(missing).count == missing.count, "each asks for another id")
      #expect(lines.count == missing.count + lines.count { $0 == "GET /status HTTP/1.1" })
      let publisher = edge.network.requests(to: .publisher).heads
      #expect(publisher.allSatisfy { $0.hasPrefix("HEAD / HTTP/1.1") })
    }
  }

  @Test func `an aggregator that has everything is not believed`() async throws {
    try await EdgeUnderTest.with(Self.eager) { edge in
      edge.setFaults(on: .aggregator(1)) { $0.status = 200 }
      #expect(try await Self.waits(for: "open", of: 1, edge))
      let liar = try await Self.listed(edge).first { $0.url == edge.network.aggregatorURLs[1] }
      #expect(liar?.lastFaults.first?.fault == "malformed")
      await Self.calm(edge)
    }
  }

  @Test func `every endpoint and every breaker is shown, with the limits`() async throws {
    try await EdgeUnderTest.with { edge in
      let endpoints = try await Self.listed(edge)
      let network = edge.network
      #expect(endpoints.map(\.url) == network.aggregatorURLs + [network.publisherURL])
      #expect(endpoints.map(\.kind) == ["aggregator", "aggregator", "aggregator", "publisher"])
      #expect(endpoints.allSatisfy { $0.state == "ready" && $0.lastProbedAt == nil })
      let breakers = try await edge.get("/api/circuit-breakers")
      let start =
        #"{"limits":{"failures":5,"recoveryMilliseconds":30000,"successes":2},"circuitBreakers":[{"#
      #expect(breakers.text.hasPrefix(start))
      #expect(breakers.text.contains(#""state":"closed","failures":0,"openings":0,"#))
      let description = try await edge.get("/openapi.json").text
      #expect(description.contains("/api/endpoints"))
      #expect(description.contains("/api/circuit-breakers"))
    }
  }

  @Test func `the list of endpoints can come from a file`() async throws {
    let directory = TemporaryDirectory("endpoints")
    try await EdgeUnderTest.with { edge in
      let list = """
        {"mainnet": {"aggregators": ["\(edge.network.aggregatorURLs[2])"], "publishers": []}}
        """
      directory.write("list.json", Array(list.utf8))
      let id = try await edge.store(edge.content(1000))
      edge.network.clearRequests()
      try await EdgeUnderTest.with {
        $0.walrus.aggregators = []
        $0.walrus.publishers = []
        $0.walrus.endpointsFile = directory("list.json")
      } _: { other in
        let urls = try await Self.listed(other).map(\.url)
        #expect(urls == [edge.network.aggregatorURLs[2]])
        let answer = try await other.get("/cdn/\(id)")
        #expect(answer.status == 200)
      }
      #expect(edge.network.requests(to: .aggregator(2)).total == 1)
    }
  }

  @Test(arguments: WalrusNetwork.allCases)
  func `the shipped lists fit into the metrics`(network: WalrusNetwork) async throws {
    try await EdgeUnderTest.with {
      $0.walrus.network = network
      $0.walrus.aggregators = []
      $0.walrus.publishers = []
    } _: { edge in
      let count = edge.edge.endpoints.count
      #expect(count == (network == .mainnet ? 44 : 97))
      let lines = try await edge.get("/metrics").text.split(separator: "\n")
      print(network, "has", lines.count { !$0.hasPrefix("#") }, "series")
      #expect(lines.count { $0.hasPrefix("floe_upstream_breaker_state{") } == count)
    }
  }
}
