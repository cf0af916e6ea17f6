import ContentDelivery
import Devnet
import EdgeTesting
import Gateway
import Settings
import TestSupport
import Testing

@Suite struct SliceScenarios {
  private static let length = 1_700_000

  /// An edge whose slices are of 64 KiB, and content of 26 of them.
  private static func with(
    _ adjust: @Sendable (inout GatewaySettings) -> Void = { _ in },
    _ body: (EdgeUnderTest, [UInt8], String) async throws -> Void
  ) async throws {
    try await EdgeUnderTest.with {
      $0.content.sliceSize = .kibibytes(64)
      $0.content.slicedMin = .kibibytes(128)
      adjust(&$0)
    } _: { edge in
      let content = edge.content(length)
      let id = try await edge.store(content)
      edge.network.clearRequests()
      try await body(edge, content, "/cdn/\(id)")
    }
  }

  /// The ranges that upstreams were asked for, sorted; empty for everything.
  private func ranges(_ edge: EdgeUnderTest) -> [String] {
    edge.upstreamHeads.map { head in
      let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("range:") }
      return line.map { String($0.dropFirst(7)) } ?? ""
    }.sorted()
  }

  @Test func `a range of a cold blob of 5 MB fetches the slices that it needs`() async throws {
    try await EdgeUnderTest.with { _ in
    } network: {
      $0.shardCount = 40
      $0.bodyBytesMax = 32 << 20
    } _: { edge in
      let content = edge.content(5_000_000)
      let id = try await edge.store(content)
      edge.network.clearRequests()
      for (number, cache) in ["MISS", "HIT"].enumerated() {
        let response = try await edge.get("/cdn/\(id)", ["Range: bytes=2500000-3499999"])
        #expect(response.status == 206 && response["X-Cache"] == cache)
        #expect(response["Content-Range"] == "bytes 2500000-3499999/5000000")
        #expect(response.fingerprint == content[2_500_000..<3_500_000].fingerprint)
        #expect(ranges(edge) == ["bytes=0-511", "bytes=2097152-4194303"], "\(number)")
      }
      #expect(try await edge.head("/cdn/\(id)")["Content-Length"] == "5000000")
      #expect(edge.upstreamRequestCount == 2)
      #expect(await edge.settled().contents == 2)
    }
  }

  @Test func `a full read fills the slices, and ranges after it are hits`() async throws {
    try await Self.with { edge, content, path in
      let whole = try await edge.get(path)
      #expect(whole.status == 200 && whole.fingerprint == content.fingerprint)
      #expect(whole["X-Cache"] == "MISS")
      for field in ["bytes=1000000-", "bytes=-70000", "bytes=0-0", "bytes=5-9,800000-800009"] {
        let part = try await edge.get(path, ["Range: \(field)"])
        #expect(part.status == 206 && part["X-Cache"] == "HIT")
      }
      let again = try await edge.get(path)
      #expect(again.fingerprint == content.fingerprint && again["X-Cache"] == "HIT")
      #expect(again.lastingFields == whole.lastingFields)
      #expect(ranges(edge) == [""])
      let metrics = try await edge.get("/metrics").text
      #expect(metrics.contains("floe_content_slices_total{event=\"stored\"} 26\n"))
      #expect(metrics.contains("floe_content_slices_total{event=\"fetched\"} 26\n"))
    }
  }

  @Test func `a hundred readers of overlapping ranges fetch every slice once`() async throws {
    try await Self.with { edge, content, path in
      // Length and type are known before.
      _ = try await edge.head(path)
      edge.network.clearRequests()
      edge.setFaults {
        $0.latencyMilliseconds = 100
        $0.trickleBytesPerSecond = 3_000_000
      }
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<100 {
          let (first, last) = (400_000 + number * 1000, 700_000 + number % 7 * 10_000)
          group.addTask {
            let response = try await edge.get(path, ["Range: bytes=\(first)-\(last)"])
            return response.status == 206 && response.body == Array(content[first...last])
          }
        }
        for try await isRight in group { #expect(isRight) }
      }
      // 393,216 to 786,431 are the slices of all together: whoever came first took up to its end.
      let bounds = ranges(edge).map { $0.dropFirst(6).split(separator: "-").compactMap { Int($0) } }
        .sorted { $0[0] < $1[0] }
      #expect(bounds.first?[0] == 393_216 && bounds.last?[1] == 786_431)
      for (left, right) in zip(bounds, bounds.dropFirst()) { #expect(left[1] + 1 == right[0]) }
    }
  }

  @Test(arguments: [Faults.Mode.nginx, .cloudflare])
  func `a cache in front that answers ranges in its own way does no harm`(
    mode: Faults.Mode
  ) async throws {
    try await Self.with { edge, content, path in
      edge.setFaults { $0.mode = mode }
      for _ in 0..<2 {
        for part in [1_000_000..<1_200_000, 0..<10, 1_699_990..<1_700_000, 300_000..<1_500_000] {
          let field = "Range: bytes=\(part.lowerBound)-\(part.upperBound - 1)"
          let response = try await edge.get(path, [field])
          #expect(response.status == 206)
          #expect(response.fingerprint == content[part].fingerprint)
        }
      }
      #expect(try await edge.get(path).fingerprint == content.fingerprint)
    }
  }

  @Test func `a patch of a quilt, which aggregators send whole to any range, is sent once`()
    async throws
  {
    try await Self.with { edge, _, _ in
      let text = String((0..<90_000).lazy.flatMap { "\($0)," }.prefix(500_000))
      let quilt = try await edge.storeQuilt([("long.txt", text), ("short.txt", "abc")])
      // Under its id, because a name is looked up in the list of the quilt first.
      let patch = try #require(quilt.patches["long.txt"])
      edge.network.clearRequests()
      for part in [300_000..<300_100, 100..<200, 250_000..<310_000] {
        let response = try await edge.get(
          "/cdn/\(patch)",
          ["Range: bytes=\(part.lowerBound)-\(part.upperBound - 1)"])
        #expect(response.status == 206)
        #expect(response.body == Array(Array(text.utf8)[part]))
        #expect(
          response["Content-Range"] == "bytes \(part.lowerBound)-\(part.upperBound - 1)/500000")
      }
      #expect(ranges(edge) == ["bytes=0-511"])
    }
  }

  @Test func `an upstream that answers 416 is asked for everything`() async throws {
    try await Self.with { edge, content, path in
      _ = try await edge.head(path)
      edge.network.clearRequests()
      edge.setFaults {
        $0.status = 416
        $0.times = 1
      }
      let response = try await edge.get(path, ["Range: bytes=300000-300099"])
      #expect(response.status == 206 || response.status == 502)
      if response.status == 206 {
        #expect(response.fingerprint == content[300_000..<300_100].fingerprint)
        #expect(ranges(edge) == ["", "bytes=262144-327679"])
      }
      edge.network.clearFaults()
      let next = try await edge.get(path, ["Range: bytes=300000-300099"])
      #expect(next.fingerprint == content[300_000..<300_100].fingerprint)
    }
  }
}
