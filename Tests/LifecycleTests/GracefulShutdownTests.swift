import Synchronization
import Testing

@testable import Lifecycle

struct GracefulShutdownTests {
  let journal = Journal()
  let clock = ManualClock()

  func shutdown(
    readiness: Readiness = Readiness(), settle: Duration = .zero,
    drain: @escaping @Sendable () async -> Void
  ) throws -> GracefulShutdown {
    var graph = ServiceGraph()
    graph.add("service", RecordingService(name: "service", journal: journal))
    let group = try ServiceGroup(graph, clock: clock)
    let journal = journal
    return GracefulShutdown(
      readiness: readiness, limits: ShutdownLimits(settle: settle), services: group,
      stopAccepting: { journal.note("ready \(readiness.isReady)") }, drain: drain,
      flush: { journal.note("flush") }, clock: clock,
      observe: { if case .phase(let name) = $0 { journal.note(name) } })
  }

  static let phases = ["readiness false", "stop accepting", "drain", "stop services", "flush"]

  @Test func `phases follow each other, and readiness goes first`() async throws {
    let readiness = Readiness()
    readiness.becomeReady()
    let report = try await shutdown(readiness: readiness) {}.run()
    #expect(report.isClean)
    #expect(report.phases.map(\.name) == Self.phases)
    #expect(
      journal.all == [
        "readiness false", "stop accepting", "ready false", "drain", "stop services", "flush",
        "flush",
      ])
    #expect(!readiness.becomeReady())
    #expect(readiness.state == .stopping)
  }

  @Test func `a phase past its deadline is left behind`() async throws {
    let shutdown = try shutdown { [journal] in
      journal.note("draining")
      await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
    }
    async let report = shutdown.run()
    await journal.wait(for: "draining")
    await clock.advance(by: .seconds(9))
    #expect(!journal.all.contains("stop services"))
    await clock.advance(by: .seconds(1))
    #expect(
      await report.phases.map(\.outcome) == [.finished, .finished, .expired, .finished, .finished])
    #expect(await !report.isClean)
  }

  @Test func `a second signal ends everything at once`() async throws {
    let signals = SignalHistory()
    let shutdown = try shutdown { [journal] in
      journal.note("draining")
      await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
    }
    signals.deliver(15)
    async let report = shutdown.run(interrupted: { _ = await signals.received(2) })
    await journal.wait(for: "draining")
    signals.deliver(2)
    #expect(
      await report.phases.map(\.outcome) == [
        .finished, .finished, .interrupted, .interrupted, .interrupted,
      ])
    #expect(!journal.all.contains("flush"))
  }

  @Test func `requests are accepted while the balancer notices`() async throws {
    let shutdown = try shutdown(settle: .seconds(3)) {}
    async let report = shutdown.run()
    await journal.wait(for: "readiness false")
    // The wait and its deadline both sleep.
    while clock.sleeperCount < 2 { await Task.yield() }
    #expect(journal.all == ["readiness false"])
    await clock.advance(by: .seconds(3))
    #expect(await report.isClean)
  }

  @Test func `the limits add up`() {
    let limits = ShutdownLimits(
      settle: .seconds(1), stopAccepting: .seconds(2), drain: .seconds(3),
      stopServices: .seconds(4), flush: .seconds(5))
    #expect(limits.total == .seconds(15))
  }
}
