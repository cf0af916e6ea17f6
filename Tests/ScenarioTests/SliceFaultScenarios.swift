import ContentDelivery
import Devnet
import EdgeTesting
import Gateway
import Settings
import TestSupport
import Testing

@Suite struct SliceFaultScenarios {
  private static func small(_ settings: inout GatewaySettings) {
    settings.content.sliceSize = .kibibytes(64)
    settings.content.slicedMin = .kibibytes(128)
    settings.content.windowSize = .kibibytes(128)
  }

  @Test func `a fetch that fails on all upstreams is replaced by one, and no client notices`()
    async throws
  {
    try await EdgeUnderTest.with(Self.small) { edge in
      let content = edge.content(1_700_000)
      let id = try await edge.store(content)
      _ = try await edge.head("/cdn/\(id)")
      edge.network.clearRequests()
      // Each of the three breaks off once, a little further on than the one before.
      edge.setFaults {
        $0.truncateAfterBytes = 150_000
        $0.times = 1
        $0.latencyMilliseconds = 200
      }
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<20 {
          group.addTask { try await edge.get("/cdn/\(id)").body == content }
        }
        for try await isRight in group { #expect(isRight) }
      }
      #expect(edge.upstreamRequestCount == 4, "three attempts, and one replacement")
    }
  }

  @Test func `a response breaks off when nothing brings the rest, and nothing of it is wrong`()
    async throws
  {
    try await EdgeUnderTest.with(Self.small) { edge in
      let content = edge.content(1_700_000)
      let id = try await edge.store(content)
      _ = try await edge.head("/cdn/\(id)")
      // Three attempts and three more bring less than a slice.
      edge.setFaults { $0.truncateAfterBytes = 10_000 }
      let exchange = try await edge.exchange(
        EdgeUnderTest.request("GET", "/cdn/\(id)", ["Connection: close"]), endsInput: false)
      #expect(exchange.responses.isEmpty)
      let body = exchange.rest.suffix(20_000)
      #expect((20_000..<65_536 + 2000).contains(exchange.rest.count))
      #expect(body.fingerprint == content[10_000..<30_000].fingerprint)
      edge.network.clearFaults()
      #expect(try await edge.get("/cdn/\(id)").fingerprint == content.fingerprint)
    }
  }

  @Test func `a slow reader holds nobody up, and what is evicted meanwhile comes again`()
    async throws
  {
    try await EdgeUnderTest.with {
      Self.small(&$0)
      $0.content.memoryLimit = .mebibytes(2)
    } network: {
      $0.shardCount = 40
    } _: { edge in
      // The first is longer than what fits into the sockets on the way.
      let contents = [6_000_000, 900_000, 900_000].enumerated().map { seed, count in
        edge.content(count, seed: UInt64(seed))
      }
      var ids: [String] = []
      for content in contents { ids.append(try await edge.store(content)) }
      let slow = try await edge.connect(receiveBuffer: 4096)
      try await slow.send(EdgeUnderTest.request("GET", "/cdn/\(ids[0])", ["Connection: close"]))
      #expect(try await slow.read().isEmpty == false)
      for (id, content) in zip(ids, contents) {
        #expect(try await edge.get("/cdn/\(id)").fingerprint == content.fingerprint)
      }
      let rest = try await slow.readToEnd()
      #expect(rest.suffix(3_000_000).fingerprint == contents[0].suffix(3_000_000).fingerprint)
      slow.close()
    }
  }

  @Test func `content longer than the whole memory streams to all, within its bounds`()
    async throws
  {
    try await EdgeUnderTest.with {
      $0.content.memoryLimit = .mebibytes(1)
    } _: { edge in
      let content = edge.content(1_800_000)
      let id = try await edge.store(content)
      edge.network.clearRequests()
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<3 {
          group.addTask { try await edge.get("/cdn/\(id)").body == content }
        }
        for try await isRight in group { #expect(isRight) }
      }
      let counts = await edge.settled()
      #expect(counts.memoryPeak <= 1 << 20 && counts.memoryLimit == 1 << 20)
    }
  }

  @Test func `readers that leave leave nothing behind`() async throws {
    try await EdgeUnderTest.with(Self.small) { edge in
      let content = edge.content(1_700_000)
      let id = try await edge.store(content)
      edge.setFaults { $0.trickleBytesPerSecond = 400_000 }
      let clients = [try await edge.connect(), try await edge.connect(), try await edge.connect()]
      let fields = [[], ["Range: bytes=200000-"], ["Range: bytes=1000000-1100000"]]
      for (client, fields) in zip(clients, fields) {
        try await client.send(EdgeUnderTest.request("GET", "/cdn/\(id)", fields))
        #expect(try await client.read().isEmpty == false)
      }
      for client in clients { client.reset() }
      #expect(
        await edge.eventually(within: .seconds(3)) {
          $0.fills == 0 && $0.exchanges == 0 && $0.connections == 0
        })
      edge.network.clearFaults()
      #expect(try await edge.get("/cdn/\(id)").fingerprint == content.fingerprint)
    }
  }
}
