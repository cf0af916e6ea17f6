import Routing
import Testing
import TestSupport

@testable import HTTPServer

@Suite struct MinimumRateTests {
  private static let second: UInt64 = 1_000_000_000

  @Test(arguments: [
    (0, 10 * second, false), (0, 10 * second + 1_000_000, true), (4999, 11 * second, true),
    (5500, 11 * second, false), (500_000, 1000 * second, false), (499_999, 1000 * second, true),
  ])
  func `less than the rate is missed once the grace is over`(
    bytes: Int, nanoseconds: UInt64, isMissed: Bool
  ) {
    let rate = MinimumRate(bytesPerSecond: 500, grace: 10_000)
    #expect(rate.isMissed(by: bytes, after: nanoseconds) == isMissed)
  }

  @Test func `output is timed from when it began to wait, whenever the client took all of it`() {
    let queue = OutputQueue()
    let rate = MinimumRate(bytesPerSecond: 1000, grace: 1000)
    queue.append(OwnedText(String(repeating: "a", count: 5000)).piece)
    #expect(!queue.isTooSlow(at: 1 * Self.second, for: rate))
    queue.consume(1500)
    #expect(!queue.isTooSlow(at: 2 * Self.second + 500_000_000, for: rate))
    #expect(queue.isTooSlow(at: 3 * Self.second, for: rate))
    queue.consume(3500)
    queue.append(OwnedText("more").piece)
    #expect(!queue.isTooSlow(at: 61 * Self.second, for: rate))
    #expect(queue.isTooSlow(at: 63 * Self.second, for: rate))
  }

  @Test func `a client that trickles its body gets 408 however steadily it sends`() async throws {
    var limits = ServerLimits()
    limits.rateGrace = 200
    limits.bodyRateMin = 100_000
    limits.bodyStallTimeout = 500
    let server = try await ServerUnderTest.start(limits: limits)
    let client = try await RawClient.connect(port: server.port)
    try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
    // Ends when the server has closed.
    await #expect(throws: RawClientFailure.self) {
      while true {
        try await client.send("a")
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    #expect(server.log.all.map(\.status) == [408])
    await server.stop()
  }

  @Test func `a client that sips a response is cut off however steadily it reads`() async throws {
    var limits = ServerLimits()
    limits.rateGrace = 50
    limits.readRateMin = 1 << 30
    let server = try await ServerUnderTest.start(limits: limits)
    let client = try await RawClient.connect(port: server.port, receiveBuffer: 4096)
    try await client.send("GET /inline/large HTTP/1.1\r\nHost: a\r\n\r\n")
    var count = 0
    while count < FixedResponder.largeSize {
      let bytes = try await client.read()
      if bytes.isEmpty { break }
      count += bytes.count
      try await Task.sleep(for: .milliseconds(1))
    }
    #expect(count < FixedResponder.largeSize)
    #expect(server.listeners.statistics.stalledCount == 1)
    await server.stop()
  }
}
