import Alerts
import Capabilities
import Devnet
import EdgeTesting
import EventLoops
import Health
import Lifecycle
import Persistence
import ServerTesting
import Settings
import TestSupport
import Testing
import WalrusUpstream

@testable import Gateway

/// How an edge looks after itself: what it tells of its parts, and what it does when they fail.
@Suite struct HealthScenarios {
  private static func often(_ settings: inout GatewaySettings) {
    settings.health.recovers = true
    settings.health.interval = .milliseconds(20)
    settings.health.coolDown = .milliseconds(50)
    settings.health.attemptsMax = 1000
    // A laden machine is late, and its disk may be full: neither is what a test is about.
    settings.health.probeTimeout = .seconds(20)
    settings.health.diskFreePercent = 0
    settings.health.shedTime = .zero
  }

  private static func told(_ settings: inout GatewaySettings, _ receiver: RequestRecorder) {
    settings.alerts.isPlainAllowed = true
    settings.alerts.webhookURL = receiver.url
    settings.alerts.quietTime = .zero
  }

  private static func until(
    _ edge: EdgeUnderTest, sourceLocation: SourceLocation = #_sourceLocation,
    _ isSo: () async throws -> Bool
  ) async throws {
    for _ in 0..<3000 {
      if try await isSo() { return }
      await edge.pause(milliseconds: 10)
    }
    Issue.record("it did not come to that", sourceLocation: sourceLocation)
  }

  private static func components(_ edge: EdgeUnderTest) async throws -> String {
    try await edge.get("/health/components").text
  }

  // MARK: What is told

  @Test func `everybody is told how the parts are, and nobody where they are`() async throws {
    try await EdgeUnderTest.with({ Self.often(&$0) }) { edge in
      try await Self.until(edge) {
        !(try await Self.components(edge)).contains("\"observedAt\":null")
      }
      let health = try await edge.get("/health")
      #expect(health.status == 200)
      for part in ["\"version\":", "\"uptime\":", "\"timestamp\":\"20", "\"sharedState\":{"] {
        #expect(health.text.contains(part), "\(part)")
      }
      for component in HealthComponent.allCases {
        #expect(health.text.contains("\"\(component.rawValue)\":\""), "\(component)")
      }
      #expect(!health.text.contains("127.0.0.1"))
      #expect(try await edge.get("/health/live").status == 200)
      #expect(try await edge.get("/health/ready").text == "{\"status\":\"ready\"}\n")
      #expect(try await edge.get("/upload/health").status == 200)
      let metrics = try await edge.get("/metrics").text
      #expect(metrics.contains("floe_component_state{component=\"database\"} 0\n"))
      #expect(metrics.contains("floe_serving 1\n"))
      #expect(metrics.contains("floe_dependency_breaker_state{dependency=\"mail\"} 0\n"))
    }
  }

  @Test func `details are for operators`() async throws {
    try await EdgeUnderTest.with({ $0.operations.access = .token }) { edge async throws in
      #expect(try await edge.get("/health/components").status == 401)
      #expect(try await edge.get("/health").status == 200)
    }
  }

  // MARK: What is done

  @Test
  func `a database that dies is told of and tried again, and the edge is not ready meanwhile`()
    async throws
  {
    let server = await PostgreSQLServer.start()
    let receiver = RequestRecorder()
    let url = await server.makeDatabase()
    try await EdgeUnderTest.with({
      Self.often(&$0)
      Self.told(&$0, receiver)
      $0.database.url = .server(url)
      $0.health.databaseIsRequired = true
      // Only what the edge does by itself brings it back in time.
      $0.breakers.database.reset = .seconds(3600)
    }) { edge in
      let database = edge.edge.database
      #expect(try await edge.get("/health/ready").status == 200)
      await server.kill()
      for _ in 0..<20 { _ = try? await database.query("SELECT 1") }
      try await Self.until(edge) { try await edge.get("/health/ready").status == 503 }
      #expect(try await edge.get("/health/ready").text.contains("\"failed\":[\"database\"]"))
      #expect(try await edge.get("/health").text.contains("\"status\":\"failed\""))
      let breakers = try await edge.get("/api/circuit-breakers").text
      #expect(breakers.contains("\"dependency\":\"database\",\"state\":\""))
      #expect(breakers.contains("\"openings\":"))
      let alert = await receiver.first {
        $0.text.contains("\"key\":\"component/database\"") && $0.text.contains("critical")
      }
      #expect(alert?.text.contains("\"recovery\":\"reconnect\"") == true)
      #expect(alert?.text.contains(PostgreSQLServer.password) == false)

      await server.restart()
      try await Self.until(edge) { try await edge.get("/health/ready").status == 200 }
      try await Self.until(edge) { (try? await database.query("SELECT 1").count) == 1 }
      #expect(
        await receiver.first {
          $0.text.contains("alert.resolved") && $0.text.contains("component/database")
        } != nil)
      let components = try await Self.components(edge)
      #expect(components.contains("\"action\":\"reconnect\",\"component\":\"database\""))
      let metrics = try await edge.get("/metrics").text
      #expect(
        !metrics.contains("floe_recovery_actions_total{action=\"reconnect\",outcome=\"done\"} 0\n"))
      _ = edge.takeErrors("")
    }
    receiver.stop()
  }

  @Test func `a server of shared state that dies is tried again`() async throws {
    let server = await RedisServer.start(RedisServerOptions())
    try await EdgeUnderTest.with({
      Self.often(&$0)
      $0.sharedState.url = "redis://127.0.0.1:\(server.port)"
    }) { edge in
      try await Self.until(edge) { try await edge.get("/health").text.contains("connected") }
      await server.kill()
      try await Self.until(edge) {
        try await Self.components(edge).contains(
          "\"action\":\"reconnect\",\"component\":\"shared-state\",\"outcome\":\"done\"")
      }
      // Limits are local meanwhile: requests are as welcome as before.
      #expect(try await edge.get("/health/ready").status == 200)
      #expect(try await edge.get("/health").text.contains("\"status\":\"degraded\""))
      await server.restart()
      try await Self.until(edge) {
        try await edge.get("/health").text.contains("\"shared-state\":\"ok\"")
      }
      #expect(
        try await edge.get("/api/circuit-breakers").text.contains(
          "\"dependency\":\"shared-state\",\"state\":\"closed\""))
    }
  }

  @Test func `aggregators that were all left alone are found again, and what is wanted is fetched`()
    async throws
  {
    let receiver = RequestRecorder()
    try await EdgeUnderTest.with({
      Self.often(&$0)
      Self.told(&$0, receiver)
      $0.walrus.health.breakerRecovery = .seconds(3600)
      $0.walrus.health.ejectionTime = .milliseconds(10)
      $0.walrus.health.ejectionTimeMax = .milliseconds(10)
    }) { edge in
      let wanted = try await edge.store(edge.content(1000))
      #expect(try await edge.get("/cdn/\(wanted)").status == 200)
      edge.setFaults { $0.status = 500 }
      var seed: UInt64 = 1000
      try await Self.until(edge) {
        // Another one each time: what could not be had is not asked for again at once.
        seed += 1
        _ = try await edge.get("/cdn/\(try edge.id(of: edge.content(100, seed: seed)))")
        return try await edge.get("/health").text.contains("\"aggregators\":\"failed\"")
      }
      #expect(
        await receiver.first {
          $0.text.contains("\"key\":\"component/aggregators\"") && $0.text.contains("fail-over")
        } != nil)
      #expect(try await edge.get("/cdn/\(wanted)").status == 200, "what is in memory is served")
      edge.setFaults { _ in }
      try await Self.until(edge) {
        try await edge.get("/health").text.contains("\"aggregators\":\"ok\"")
      }
      let other = try await edge.store(edge.content(2000))
      #expect(try await edge.get("/cdn/\(other)").status == 200)
      try await Self.until(edge) {
        try await Self.components(edge).contains("\"action\":\"warm-cache\"")
      }
    }
    receiver.stop()
  }

  @Test func `short of memory the edge evicts, refuses what is new, and serves what is left`()
    async throws
  {
    var parts = EdgeParts()
    let shared = ResidentBytes(bytes: 10 << 20)
    parts.residentBytes = { shared.bytes }
    try await EdgeUnderTest.with(
      {
        Self.often(&$0)
        $0.health.memoryMax = .mebibytes(1000)
        $0.health.shedTime = .seconds(30)
        $0.health.coolDown = .seconds(30)
      }, parts: parts
    ) { edge in
      var ids: [String] = []
      for seed in 1...8 {
        ids.append(try await edge.store(edge.content(500_000, seed: UInt64(seed))))
      }
      for id in ids { #expect(try await edge.get("/cdn/\(id)").status == 200) }
      let before = await edge.edge.counts().memoryBytes
      let wanted = try await edge.store(edge.content(777))

      shared.set(990 << 20)
      try await Self.until(edge) {
        try await Self.components(edge).contains("\"action\":\"shrink-cache\"")
      }
      #expect(await edge.eventually { $0.memoryBytes < before })
      try await Self.until(edge) { try await Self.components(edge).contains("\"shedsLoad\":true") }
      let refused = try await edge.get("/cdn/\(wanted)")
      #expect(refused.status == 503)
      #expect(
        refused.values(of: "retry-after").first.flatMap { Int($0) }.map { (1...30).contains($0) }
          == true)
      #expect(refused.text.contains("load-shed"))
      #expect(try await edge.send("PUT", "/v1/blobs", body: edge.content(10)).status == 503)
      var statuses: [Int] = []
      for id in ids { statuses.append(try await edge.get("/cdn/\(id)").status) }
      #expect(statuses.contains(200), "what is left is served: \(statuses)")
      #expect(try await edge.get("/health/ready").status == 200)
      #expect(
        !(try await edge.get("/metrics").text).contains("floe_load_shed_requests_total 0\n"))

      shared.set(10 << 20)
      try await Self.until(edge) {
        try await edge.get("/health").text.contains("\"memory\":\"ok\"")
      }
      try await Self.until(edge) {
        // Whatever else made it shed load on a laden machine is not waited for.
        edge.edge.health.shedder.end()
        return try await edge.get("/cdn/\(wanted)").status == 200
      }
    }
  }

  @Test func `requests that fail more than usual are noticed, acted upon, and seen to be over`()
    async throws
  {
    let receiver = RequestRecorder()
    var parts = EdgeParts()
    parts.trafficPeriod = .milliseconds(20)
    try await EdgeUnderTest.with(
      {
        Self.often(&$0)
        Self.told(&$0, receiver)
        $0.health.anomalyRequestsMin = 1
        // Failures take long, and what is refused because of that is no failure.
        $0.health.anomalyLatency = .seconds(60)
        // What fails is to be seen in the requests, not in the aggregators.
        $0.walrus.health.breakerFailures = 1000
      }, parts: parts
    ) { edge in
      let id = try await edge.store(edge.content(1000))
      try await Self.until(edge) {
        _ = try await edge.get("/cdn/\(id)")
        return edge.edge.health.upkeep.knowsTraffic
      }
      edge.setFaults { $0.status = 500 }
      var seed: UInt64 = 1000
      try await Self.until(edge) {
        seed += 1
        _ = try await edge.get("/cdn/\(try edge.id(of: edge.content(100, seed: seed)))")
        // Not asked of the edge: that would be a request that does not fail.
        return edge.edge.health.upkeep.anomalies.contains(.errorRate)
      }
      #expect(try await Self.components(edge).contains("\"anomalies\":[\"error-rate\""))
      let alert = await receiver.first { $0.text.contains("\"key\":\"anomaly/error-rate\"") }
      #expect(alert?.text.contains("alert.firing") == true)
      #expect(alert?.text.contains("usual") == true)
      try await Self.until(edge) {
        try await Self.components(edge).contains("\"action\":\"fail-over\"")
      }

      edge.setFaults { _ in }
      try await Self.until(edge) {
        _ = try await edge.get("/cdn/\(id)")
        return !(try await Self.components(edge)).contains("error-rate")
      }
      #expect(
        await receiver.first {
          $0.text.contains("alert.resolved") && $0.text.contains("anomaly/error-rate")
        } != nil)
    }
    receiver.stop()
  }

  @Test func `an edge that stops says so first, and goes on serving until its notice is over`()
    async throws
  {
    try await EdgeUnderTest.with({ $0.server.stopNotice = .seconds(2) }) { edge in
      let id = try await edge.store(edge.content(1000))
      #expect(try await edge.get("/health/ready").status == 200)
      async let report = edge.stop()
      try await Self.until(edge) { try await edge.get("/health/ready").status == 503 }
      #expect(try await edge.get("/health/ready").text.contains("stopping"))
      #expect(try await edge.get("/health/live").status == 200)
      #expect(try await edge.get("/cdn/\(id)").status == 200)
      #expect(await report?.isClean == true)
      await #expect(throws: RawClientFailure.self) { _ = try await edge.connect() }
    }
  }

  @Test func `a loop that does not come round is noticed by name, and the edge is not ready`()
    async throws
  {
    let receiver = RequestRecorder()
    try await EdgeUnderTest.with({
      Self.often(&$0)
      Self.told(&$0, receiver)
      $0.health.loopStuckTime = .milliseconds(500)
    }) { edge in
      // The edge lives on two loops: the board is looked at without either.
      let board = edge.edge.health.board
      let gate = StuckLoop()
      edge.edge.content.loops[1].execute { gate.hold() }
      try await Self.until(edge) { !board.isServing }
      #expect(board.state(of: .loops) == .failed)
      #expect(
        await receiver.first {
          $0.text.contains("component/loops") && $0.text.contains("floe-1 does not come round")
        } != nil)
      try await Self.until(edge) {
        edge.takeErrors("An event loop does not come round.") >= 1
      }
      gate.free()
      try await Self.until(edge) { board.isServing && board.state(of: .loops) == .ok }
      #expect(try await edge.get("/health/ready").status == 200)
      _ = edge.takeErrors("An event loop does not come round.")
    }
    receiver.stop()
  }
}
