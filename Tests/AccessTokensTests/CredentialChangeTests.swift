import DomainTesting
import Lifecycle
import SharedState
import Testing

@testable import AccessTokens

/// What one edge learns of another's credentials.
@Suite struct CredentialChangeTests {
  private struct EdgeUnderTest {
    let changes = RecordedChanges()
    let broadcast: CredentialChangeBroadcast
    let service: BackgroundService

    init(_ store: any SharedStateStore) {
      broadcast = CredentialChangeBroadcast(store, local: changes) { [changes] in
        changes.everythingChanged()
      }
      service = broadcast.service(pause: .milliseconds(5))
    }

    /// Waits until the edge was told something, and gives everything it was told.
    func told(_ line: String) async -> Bool {
      for _ in 0..<2000 {
        if changes.told.contains(line) { return true }
        try? await Task.sleep(for: .milliseconds(5))
      }
      return false
    }
  }

  @Test func `this edge forgets before the call returns, the others are told`() async throws {
    let store = BrokenStore()
    let (here, there) = (EdgeUnderTest(store), EdgeUnderTest(store))
    try await here.service.start()
    try await there.service.start()
    here.broadcast.credentialChanged(id: "tok_1")
    #expect(here.changes.told.contains("credential tok_1"))
    #expect(await there.told("credential tok_1"))
    here.broadcast.userChanged(id: "usr_1")
    #expect(await there.told("user usr_1"))
    await here.service.stop()
    await there.service.stop()
  }

  @Test func `what could not be told is told when the store is back`() async throws {
    let store = BrokenStore()
    let (here, there) = (EdgeUnderTest(store), EdgeUnderTest(store))
    try await here.service.start()
    try await there.service.start()
    store.takeAway()
    for number in 1...3 { here.broadcast.credentialChanged(id: "tok_\(number)") }
    #expect(here.broadcast.untoldCount == 3)
    let before = there.changes.told.filter { $0 == "everything" }.count
    // While it hears nothing, an edge forgets everything again and again.
    for _ in 0..<2000 where there.changes.told.filter({ $0 == "everything" }).count < before + 3 {
      try? await Task.sleep(for: .milliseconds(5))
    }
    #expect(there.changes.told.filter { $0 == "everything" }.count >= before + 3)
    store.bringBack()
    #expect(await there.told("credential tok_3"))
    await here.service.stop()
    await there.service.stop()
  }

  @Test func `too many to be told become one word for all`() async throws {
    let store = BrokenStore()
    let (here, there) = (EdgeUnderTest(store), EdgeUnderTest(store))
    store.takeAway()
    for number in 0..<25_000 { here.broadcast.credentialChanged(id: "tok_\(number)") }
    #expect(here.broadcast.untoldCount <= 10_001)
    store.bringBack()
    try await there.service.start()
    let before = there.changes.told.count
    try await here.service.start()
    #expect(await there.told("credential tok_24999"))
    #expect(there.changes.told.dropFirst(before).contains("everything"))
    await here.service.stop()
    await there.service.stop()
  }
}
