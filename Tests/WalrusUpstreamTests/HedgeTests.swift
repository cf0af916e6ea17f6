import ContentDelivery
import Devnet
import EventLoops
import HTTPClient
import Testing

@testable import WalrusUpstream

/// Second requests beside slow ones, and what else a read does to come to its end.
@Suite struct HedgeTests {
  /// Runs with aggregators in order, of which a second is asked after 60 ms.
  private static func run(
    hedgesMax: Int = .max,
    _ adjust: @escaping @Sendable (inout WalrusUpstreamSettings) -> Void = { _ in },
    _ body:
      @escaping @Sendable (Upstream, ScriptedSelection, ContentReference) async throws ->
      Void
  ) async throws {
    try await Upstream.with(adjust) { endpoints, _ in
      ScriptedSelection(
        count: endpoints.count, hedgeDelay: .milliseconds(60), hedgesMax: hedgesMax)
    } _: { upstream in
      let reference = try await upstream.store()
      try await body(upstream, upstream.selection, reference)
      // Who lost is told on a later turn.
      await upstream.client.loop.sleep(milliseconds: 20)
      #expect(upstream.client.openExchangeCount == 0)
      #expect(upstream.selection.records.count == upstream.selection.purposes.count)
    }
  }

  @Test func `a second aggregator is asked when the first is silent, and answers for it`()
    async throws
  {
    try await Self.run { upstream, selection, reference in
      upstream.fault(0) { $0.stallBeforeHead = true }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Upstream.content)
      #expect(upstream.requestCounts == [1, 1, 0])
      await upstream.client.loop.sleep(milliseconds: 20)
      #expect(selection.purposes == [.first, .hedge])
      #expect(selection.late == [0])
      #expect(selection.hedges == [true])
    }
  }

  @Test func `the first is not held to be late when it answers before the second`() async throws {
    try await Self.run { upstream, selection, reference in
      upstream.fault(0) { $0.latencyMilliseconds = 200 }
      upstream.fault(1) { $0.latencyMilliseconds = 3000 }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Upstream.content)
      await upstream.client.loop.sleep(milliseconds: 20)
      #expect(selection.purposes == [.first, .hedge])
      #expect(selection.late == [])
      #expect(selection.hedges == [false])
    }
  }

  @Test func `without a budget there is no second request`() async throws {
    try await Self.run(hedgesMax: 0) { upstream, selection, reference in
      upstream.fault(0) { $0.latencyMilliseconds = 200 }
      #expect(await upstream.read(reference).failure == nil)
      #expect(upstream.requestCounts == [1, 0, 0])
      #expect(selection.purposes == [.first])
    }
  }

  @Test func `who is silent for as long as any may be is passed over like one who fails`()
    async throws
  {
    try await Self.run(hedgesMax: 0) {
      $0.health.hedgeDelayMax = .milliseconds(150)
    } _: { upstream, selection, reference in
      upstream.fault(0) { $0.stallBeforeHead = true }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Upstream.content)
      #expect(selection.purposes == [.first, .retry])
      #expect(selection.late == [0])
      #expect(selection.hedges == [])
    }
  }

  @Test func `an answer that begins in time has no second beside it, however slow it is`()
    async throws
  {
    try await Self.run { upstream, selection, reference in
      upstream.fault(0) { $0.trickleBytesPerSecond = 1_000_000 }
      #expect(await upstream.read(reference).recorder.body == Upstream.content)
      #expect(selection.purposes == [.first])
    }
  }

  @Test func `when the second fails too a third is asked beside the first`() async throws {
    try await Self.run { upstream, selection, reference in
      upstream.fault(0) { $0.stallBeforeHead = true }
      upstream.fault(1) { $0.status = 503 }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Upstream.content)
      #expect(upstream.requestCounts == [1, 1, 1])
      #expect(selection.purposes == [.first, .hedge, .hedge])
    }
  }

  @Test func `when the first fails the second goes on alone`() async throws {
    try await Self.run { upstream, selection, reference in
      upstream.fault(0) {
        $0.latencyMilliseconds = 120
        $0.status = 500
      }
      upstream.fault(1) { $0.latencyMilliseconds = 300 }
      upstream.fault(2) { $0.stallBeforeHead = true }
      let (recorder, failure) = await upstream.read(reference)
      #expect(failure == nil)
      #expect(recorder.body == Upstream.content)
    }
  }

  @Test func `a 404 of the second is confirmed without waiting for the first`() async throws {
    try await Self.run { upstream, selection, reference in
      upstream.fault(0) { $0.stallBeforeHead = true }
      for index in 1...2 { upstream.fault(index) { $0.status = 404 } }
      let (_, failure) = await upstream.read(reference)
      #expect(failure?.code == .notFound)
      #expect(failure?.isConfirmed == true)
      #expect(selection.purposes == [.first, .hedge, .confirmation])
    }
  }

  @Test func `a 451 ends the read at once, whoever says it`() async throws {
    try await Self.run { upstream, selection, reference in
      upstream.fault(0) { $0.stallBeforeHead = true }
      upstream.fault(1) { $0.status = 451 }
      let (_, failure) = await upstream.read(reference)
      #expect(failure?.code == .blocked)
      #expect(upstream.requestCounts == [1, 1, 0])
    }
  }

  @Test func `a read that is given up ends both, once`() async throws {
    try await Self.run { upstream, selection, reference in
      for index in 0...1 { upstream.fault(index) { $0.stallBeforeHead = true } }
      let recorder = OriginRecorder()
      let fetch = upstream.source.fetch(OriginRequest(reference), into: recorder)
      await upstream.client.loop.sleep(milliseconds: 150)
      #expect(upstream.client.openExchangeCount == 2)
      fetch.cancel()
      #expect(await recorder.end()?.code == .cancelled)
      await upstream.client.loop.sleep(milliseconds: 20)
      #expect(recorder.ends.count == 1)
      #expect(upstream.requestCounts == [1, 1, 0])
      #expect(selection.late == [])
    }
  }

  @Test func `a read has one deadline for all its attempts`() async throws {
    try await Self.run(hedgesMax: 0) {
      $0.readTimeout = .milliseconds(300)
      $0.attemptTimeout = .seconds(60)
    } _: { upstream, selection, reference in
      for index in 0...2 { upstream.fault(index) { $0.stallBeforeHead = true } }
      let start = ContinuousClock.now
      let (_, failure) = await upstream.read(reference)
      #expect(failure?.code == .timedOut)
      #expect(ContinuousClock.now - start < .seconds(10))
      #expect(selection.purposes == [.first])
    }
  }

  @Test func `content that was wrong is held against the host that it came from`() async throws {
    try await Self.run { upstream, selection, reference in
      let (recorder, _) = await upstream.read(reference)
      upstream.source.contentWasWrong(reference, from: recorder.heads[0].source)
      upstream.source.contentWasWrong(reference, from: "elsewhere")
      #expect(selection.wrong == [0])
    }
  }
}

extension Upstream {
  /// The selection that the test has made.
  fileprivate var selection: ScriptedSelection {
    guard let selection = source.selection as? ScriptedSelection else {
      preconditionFailure("the test has made no selection")
    }
    return selection
  }
}
