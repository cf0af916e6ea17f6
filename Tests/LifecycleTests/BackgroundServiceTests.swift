import Lifecycle
import Testing

struct BackgroundServiceTests {
  struct Broken: Error, Equatable {}

  @Test func `it starts when ready and stops by cancellation`() async throws {
    let journal = Journal()
    let service = BackgroundService(ended: { _ in journal.note("ended") }) { ready in
      journal.note("running")
      ready()
      try? await Task.sleep(for: .seconds(1_000_000))
      journal.note("cancelled")
    }
    try await service.start()
    await service.stop()
    await service.stop()
    #expect(journal.all == ["running", "cancelled"])
  }

  @Test func `an error before it is ready is a failure to start`() async {
    let service = BackgroundService { _ in throw Broken() }
    await #expect(throws: Broken.self) { try await service.start() }
    let short = BackgroundService { _ in }
    await #expect(throws: BackgroundService.EndedEarly.self) { try await short.start() }
  }

  @Test func `an end that nobody asked for is heard of`() async throws {
    let journal = Journal()
    let service = BackgroundService(ended: { journal.note("ended \($0 is Broken)") }) { ready in
      ready()
      throw Broken()
    }
    try await service.start()
    await journal.wait(for: "ended true")
    await service.stop()
  }

  @Test func `a start that is given up leaves nothing running`() async {
    let journal = Journal()
    let service = BackgroundService { _ in
      journal.note("running")
      try? await Task.sleep(for: .seconds(1_000_000))
      journal.note("cancelled")
    }
    let start = Task { try await service.start() }
    await journal.wait(for: "running")
    start.cancel()
    await #expect(throws: CancellationError.self) { try await start.value }
    #expect(journal.all == ["running", "cancelled"])
  }
}
