import Lifecycle
import Testing

struct ServiceGroupTests {
  let journal = Journal()
  let clock = ManualClock()

  /// Services a, b, c in a row, one of them with a manner of its own.
  func group(_ manners: [String: RecordingService.Manner] = [:]) throws -> ServiceGroup {
    var graph = ServiceGraph()
    var last: ServiceGraph.Handle?
    for name in ["a", "b", "c"] {
      let service = RecordingService(
        name: name, journal: journal, manner: manners[name] ?? .obliging)
      last = graph.add(name, service, after: last.map { [$0] } ?? [])
    }
    return try ServiceGroup(
      graph, startLimit: .seconds(30), stopLimit: .seconds(5), clock: clock,
      observe: { [journal] event in
        switch event {
        case .ready(let name): journal.note("ready \(name)")
        case .abandoned(let name): journal.note("abandoned \(name)")
        default: break
        }
      })
  }

  @Test func `services start in order and stop in reverse`() async throws {
    let group = try group()
    try await group.start()
    await group.stop()
    await group.stop()
    #expect(
      journal.all == [
        "start a", "ready a", "start b", "ready b", "start c", "ready c", "stop c", "stop b",
        "stop a",
      ])
  }

  @Test func `a failure stops what had started, in reverse`() async throws {
    let group = try group(["c": .refusing])
    let failure = try await #require(throws: StartFailure.self) { try await group.start() }
    #expect(failure.description == "c could not start: refused")
    #expect(
      journal.all == [
        "start a", "ready a", "start b", "ready b", "start c", "stop b", "stop a",
      ])
  }

  @Test func `a service that is never ready fails at its deadline`() async throws {
    let group = try group(["b": .hanging])
    let start = Task { try await group.start() }
    await journal.wait(for: "start b")
    await clock.advance(by: .seconds(30))
    let failure = try await #require(throws: StartFailure.self) { try await start.value }
    #expect(failure.description == "b was not ready within 30.0 seconds")
    #expect(journal.all == ["start a", "ready a", "start b", "stop a"])
  }

  @Test func `a cancelled start stops what had started`() async throws {
    let group = try group(["b": .hanging])
    let start = Task { try await group.start() }
    await journal.wait(for: "start b")
    start.cancel()
    let failure = try await #require(throws: StartFailure.self) { try await start.value }
    #expect(failure.description == "b was not started: starting was cancelled")
    #expect(journal.all == ["start a", "ready a", "start b", "stop a"])
  }

  @Test func `a service that never stops is left behind`() async throws {
    let group = try group(["b": .hangingAtStop])
    try await group.start()
    async let stop: Void = group.stop()
    await journal.wait(for: "stop b")
    await clock.advance(by: .seconds(5))
    await stop
    #expect(journal.all.suffix(4) == ["stop c", "stop b", "abandoned b", "stop a"])
  }
}
