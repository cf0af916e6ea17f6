import ContentDelivery
import Devnet
import EdgeTesting
import Gateway
import Settings
import TestSupport
import Testing

@Suite struct FillScenarios {
  @Test func `two hundred clients of one cold blob share one fetch`() async throws {
    try await EdgeUnderTest.with { edge in
      let content = edge.content(300_000)
      let id = try await edge.store(content)
      edge.setFaults {
        $0.latencyMilliseconds = 150
        $0.trickleBytesPerSecond = 2_000_000
      }
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<200 {
          group.addTask { try await edge.get("/cdn/\(id)").body == content }
        }
        for try await isWhole in group { #expect(isWhole) }
      }
      #expect(edge.upstreamRequestCount == 1)
    }
  }

  @Test func `a thousand clients of one cold blob share one fetch`() async throws {
    try await EdgeUnderTest.with { edge in
      let content = edge.content(20_000)
      let id = try await edge.store(content)
      edge.setFaults { $0.latencyMilliseconds = 1500 }
      var clients: [RawClient] = []
      for _ in 0..<1000 {
        let client = try await edge.connect(deadline: .seconds(60))
        clients.append(client)
        try await client.send(EdgeUnderTest.request("GET", "/cdn/\(id)"))
      }
      for client in clients {
        #expect(try await client.response().fingerprint == content.fingerprint)
        client.close()
      }
      #expect(edge.upstreamRequestCount == 1)
      #expect(await edge.eventually { $0.connections == 0 })
    }
  }

  @Test func `a client sees the first byte while the rest is still on its way`() async throws {
    try await EdgeUnderTest.with { edge in
      let content = edge.content(200_000)
      let id = try await edge.store(content)
      edge.setFaults { $0.trickleBytesPerSecond = 50_000 }
      let client = try await edge.connect()
      try await client.send(EdgeUnderTest.request("GET", "/cdn/\(id)"))
      #expect(try await client.read().isEmpty == false)
      #expect(await edge.edge.counts().fills == 1)
      client.close()
      #expect(await edge.eventually { $0.fills == 0 })
    }
  }

  @Test(arguments: [true, false])
  func `a slow reader holds nobody up`(isStored: Bool) async throws {
    try await EdgeUnderTest.with {
      $0.content.objectMax = isStored ? .mebibytes(8) : .kibibytes(64)
      $0.content.windowSize = .kibibytes(64)
    } network: {
      $0.shardCount = 40
    } _: { edge in
      let content = edge.content(6_000_000)
      let id = try await edge.store(content)
      let slow = try await edge.connect(receiveBuffer: 4096)
      try await slow.send(EdgeUnderTest.request("GET", "/cdn/\(id)", ["Connection: close"]))
      #expect(try await slow.read().isEmpty == false)
      for _ in 0..<3 {
        #expect(try await edge.get("/cdn/\(id)").fingerprint == content.fingerprint)
      }
      let counts = await edge.edge.counts()
      // What passes through waits at the upstream, not in memory.
      if !isStored { #expect(counts.memoryBytes < 1_000_000) }
      #expect(counts.fills + counts.streams == (isStored ? 0 : 1))
      let rest = try await slow.readToEnd()
      #expect(content.suffix(3_000_000).fingerprint == rest.suffix(3_000_000).fingerprint)
      slow.close()
    }
  }

  @Test func `the fetch goes on when the first who asked leaves`() async throws {
    try await EdgeUnderTest.with { edge in
      let content = edge.content(500_000)
      let id = try await edge.store(content)
      edge.setFaults { $0.trickleBytesPerSecond = 1_000_000 }
      let first = try await edge.connect()
      let second = try await edge.connect()
      for client in [first, second] {
        try await client.send(EdgeUnderTest.request("GET", "/cdn/\(id)", ["Connection: close"]))
        #expect(try await client.read().isEmpty == false)
      }
      first.reset()
      let rest = try await second.readToEnd()
      #expect(rest.suffix(400_000).fingerprint == content.suffix(400_000).fingerprint)
      #expect(try await edge.get("/cdn/\(id)")["X-Cache"] == "HIT")
      #expect(edge.upstreamRequestCount == 1)
    }
  }

  @Test(arguments: [0, 50_000])
  func `a fetch that nobody wants any more is given up`(readCount: Int) async throws {
    try await EdgeUnderTest.with { edge in
      let id = try await edge.store(edge.content(1_800_000))
      edge.setFaults {
        $0.trickleBytesPerSecond = 300_000
        if readCount == 0 { $0.latencyMilliseconds = 3000 }
      }
      let clients = [try await edge.connect(), try await edge.connect()]
      for client in clients {
        try await client.send(EdgeUnderTest.request("GET", "/cdn/\(id)"))
      }
      #expect(await edge.eventually { $0.fills == 1 })
      if readCount > 0 { _ = try await clients[0].readUntil(count: readCount) }
      clients[0].reset()
      clients[1].close()
      #expect(
        await edge.eventually(within: .seconds(2)) {
          $0.fills == 0 && $0.exchanges == 0 && $0.memoryBytes == 0 && $0.connections == 0
        })
      #expect(await edge.edge.counts().contents == 0)
    }
  }

  @Test func `more than may be in memory is answered later or refused, and never counted wrong`()
    async throws
  {
    try await EdgeUnderTest.with {
      $0.content.memoryLimit = .mebibytes(16)
      $0.content.objectMax = .mebibytes(2)
      $0.content.windowSize = .kibibytes(64)
    } _: { edge in
      let contents = (0..<20).map { edge.content(1_500_000, seed: UInt64($0)) }
      var ids: [String] = []
      for content in contents { ids.append(try await edge.store(content)) }
      edge.setFaults { $0.trickleBytesPerSecond = 4_000_000 }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (id, content) in zip(ids, contents) {
          group.addTask {
            let response = try await edge.get("/cdn/\(id)")
            if response.status == 503 {
              #expect(response["Retry-After"] != nil)
            } else {
              #expect(response.fingerprint == content.fingerprint)
            }
          }
        }
        try await group.waitForAll()
      }
      edge.network.clearFaults()
      for (id, content) in zip(ids, contents) {
        #expect(try await edge.get("/cdn/\(id)").fingerprint == content.fingerprint)
      }
      let counts = await edge.settled()
      #expect(counts.memoryPeak <= counts.memoryLimit)
      #expect(counts.memoryLimit == 16 << 20)
      #expect(counts.memoryBytes <= counts.memoryLimit)
    }
  }

  @Test func `past the bound of fetches a client is sent away with a time to come back`()
    async throws
  {
    try await EdgeUnderTest.with {
      $0.server.loops = 1
      $0.content.fillsMax = 2
    } _: { edge in
      var ids: [String] = []
      for seed in 0..<3 {
        ids.append(try await edge.store(edge.content(1000, seed: UInt64(seed))))
      }
      edge.setFaults { $0.stallBeforeHead = true }
      let waiting = [try await edge.connect(), try await edge.connect()]
      for (client, id) in zip(waiting, ids) {
        try await client.send(EdgeUnderTest.request("GET", "/cdn/\(id)"))
      }
      #expect(await edge.eventually { $0.fills == 2 })
      let third = try await edge.get("/cdn/\(ids[2])")
      #expect(third.status == 503)
      #expect(try ProblemDocument(third).slug == "too-many-fills")
      #expect(third["Retry-After"].flatMap { Int($0) } != nil)
      edge.network.clearFaults()
      for client in waiting { client.close() }
      #expect(await edge.eventually { $0.fills == 0 })
      #expect(try await edge.get("/cdn/\(ids[2])").status == 200)
    }
  }
}
