import Devnet
import EdgeTesting
import Gateway
import Settings
import TestSupport
import Testing
import WalrusUpstream

/// How long clients wait for cold content, with upstreams that are well and that are not.
@Suite struct ColdReadScenarios {
  private static let readersMax = 4

  /// Reads blobs, a few at a time; how long each took, sorted.
  private static func times(
    _ ids: ArraySlice<String>, _ edge: EdgeUnderTest
  ) async throws -> [Duration] {
    var times: [Duration] = []
    var rest = ids
    try await withThrowingTaskGroup(of: Duration.self) { group in
      func begin() {
        guard let id = rest.popFirst() else { return }
        group.addTask {
          let start = ContinuousClock.now
          let status = try await edge.get("/cdn/\(id)").status
          #expect(status == 200)
          return ContinuousClock.now - start
        }
      }
      for _ in 0..<readersMax { begin() }
      while let time = try await group.next() {
        times.append(time)
        begin()
      }
    }
    return times.sorted()
  }

  @Test func `one aggregator dead and one silent: cold reads take as long as before`()
    async throws
  {
    try await EdgeUnderTest.with {
      $0.walrus.health.hedgeDelayMin = .milliseconds(20)
      $0.walrus.health.hedgeDelayMax = .milliseconds(200)
      $0.walrus.health.breakerRecovery = .seconds(3600)
      $0.walrus.health.ejectionTime = .seconds(3600)
    } network: {
      $0.latenciesMilliseconds = [30, 30, 30]
    } _: { edge in
      var ids: [String] = []
      for seed in 0..<460 {
        ids.append(try await edge.store(edge.content(1000, seed: UInt64(seed))))
      }
      let well = try await Self.times(ids[0..<200], edge)
      edge.setFaults(on: .aggregator(0)) { $0.closeBeforeHead = true }
      edge.setFaults(on: .aggregator(1)) { $0.stallBeforeHead = true }
      let change = try await Self.times(ids[200..<260], edge)
      let ill = try await Self.times(ids[260..<460], edge)
      print(
        "cold reads of a healthy network: p50 \(well[100]), p99 \(well[198]);",
        "while two of three fail: p99 \(change[59]);",
        "once they are left alone: p50 \(ill[100]), p99 \(ill[198])")
      #expect(change[59] < .seconds(2))
      // What a busy machine adds to the slowest few is no matter of upstreams: a sick one that was
      // still asked would be met by a third of the reads.
      #expect(ill[180] < well[180] * 2 + .milliseconds(100))
    }
  }
}
