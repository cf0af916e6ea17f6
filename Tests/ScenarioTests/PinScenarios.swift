import ContentDelivery
import Devnet
import EdgeTesting
import Settings
import TestSupport
import Testing

@testable import Gateway

/// What is pinned outlives the process.
@Suite struct PinScenarios {
  private let directory = TemporaryDirectory("pins")

  private func withEdge(_ body: (EdgeUnderTest) async throws -> Void) async throws {
    try await EdgeUnderTest.with(
      { $0.dataDirectory = directory("data") },
      network: { $0.dataDirectory = directory("network") }, body)
  }

  private func reference(_ id: String, of edge: EdgeUnderTest) throws -> ContentReference {
    let secret = edge.edge.content.contents.secret
    return try #require(try ContentReference(path: "/cdn/\(id)".utf8.span, secret: secret))
  }

  private func pinnedCount(_ edge: EdgeUnderTest) async -> Int {
    await edge.edge.content.contents.counts().map(\.pinnedCount).reduce(0, +)
  }

  @Test func `what was pinned is in memory again after a restart`() async throws {
    var id = ""
    try await withEdge { edge in
      id = try await edge.store(edge.content(1000))
      let outcome = try await edge.edge.content.pin(reference(id, of: edge))
      #expect(outcome == .pinned)
      #expect(await pinnedCount(edge) == 1)
    }
    try await withEdge { edge in
      let end = ContinuousClock.now + .seconds(10)
      while await pinnedCount(edge) == 0, .now < end { await edge.pause(milliseconds: 5) }
      #expect(await pinnedCount(edge) == 1)
      let answer = try await edge.get("/cdn/\(id)")
      #expect(answer.status == 200 && answer["X-Cache"] == "HIT")
      #expect(answer["Cache-Control"] == "public, max-age=31536000, immutable")
      #expect(try await edge.edge.content.pin.unpin(reference(id, of: edge)))
    }
    try await withEdge { edge in
      #expect(await edge.edge.content.pin.pinnedPaths() == [])
    }
  }

  @Test func `a pinned blob that is kept in slices is whole again after a restart`() async throws {
    var id = ""
    func withSlices(_ body: (EdgeUnderTest) async throws -> Void) async throws {
      try await EdgeUnderTest.with(
        {
          $0.dataDirectory = directory("data")
          $0.content.sliceSize = .kibibytes(64)
          $0.content.slicedMin = .kibibytes(128)
        }, network: { $0.dataDirectory = directory("network") }, body)
    }
    try await withSlices { edge in
      id = try await edge.store(edge.content(1_000_000))
      #expect(try await edge.edge.content.pin(reference(id, of: edge)) == .pinned)
      #expect(await pinnedCount(edge) == 16)
      let answer = try await edge.get("/cdn/\(id)")
      #expect(answer["X-Floe-Verified"] == "proven" && answer["X-Cache"] == "HIT")
    }
    try await withSlices { edge in
      let end = ContinuousClock.now + .seconds(10)
      while await pinnedCount(edge) < 16, .now < end { await edge.pause(milliseconds: 5) }
      #expect(await pinnedCount(edge) == 16)
      let answer = try await edge.get("/cdn/\(id)")
      #expect(answer.body == edge.content(1_000_000) && answer["X-Cache"] == "HIT")
      #expect(answer["Cache-Control"] == "public, max-age=31536000, immutable")
      #expect(try await edge.edge.content.pin.unpin(reference(id, of: edge)))
      #expect(await pinnedCount(edge) == 0)
    }
  }

  @Test func `a purge reaches both loops of a running edge`() async throws {
    try await withEdge { edge in
      let id = try await edge.store(edge.content(1000))
      // Connections spread over the loops: sooner or later both have it.
      for _ in 0..<50 { #expect(try await edge.get("/cdn/\(id)").status == 200) }
      let held = await edge.edge.content.contents.counts()
        .map { $0.homeCount + $0.borrowedCount }.reduce(0, +)
      let count = await edge.edge.content.purge(.content(try reference(id, of: edge)))
      #expect(count.contents == 1 && count.copies == held)
      let left = await edge.edge.content.contents.counts()
      #expect(left.allSatisfy { $0.homeCount + $0.borrowedCount == 0 })
      #expect(try await edge.get("/cdn/\(id)")["X-Cache"] == "MISS")
    }
  }
}
