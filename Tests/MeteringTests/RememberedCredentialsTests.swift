import Capabilities
import Locks
import Routing
import Testing

@testable import Metering

/// What is remembered of look-ups, and forgotten at once.
@Suite struct RememberedCredentialsTests {
  /// A source that counts, and may be held up in the middle of a look-up.
  private final class Source: CredentialSource {
    let count = Mutex(0)
    let during = Mutex<(@Sendable () -> Void)?>(nil)

    func grant(for credential: String) async throws -> Grant? {
      count.withLock { $0 += 1 }
      during.withLock { $0.take() }?()
      guard credential != "unknown" else { return nil }
      let proof: Caller.Proof = credential.hasPrefix("s") ? .session : .token
      return Grant(
        caller: Caller(proof, userID: "u", credentialID: credential, permissions: .readCDN),
        userAllowance: Allowance(), expiresAt: credential == "xshort" ? 1005 : nil)
    }
  }

  private let source = Source()
  private let time = Time()

  /// A clock that is moved by hand.
  private final class Time: Sendable { let seconds = Mutex<Int64>(1000) }

  private func remembered() -> RememberedCredentials {
    RememberedCredentials(
      source, in: RememberedGrants(now: { [time] in time.seconds.withLock { $0 } }))
  }

  private var count: Int { source.count.withLock { $0 } }

  @Test func `a token is looked up once; what is unknown and sessions each time`() async throws {
    let remembered = remembered()
    for _ in 0..<3 { #expect(try await remembered.grant(for: "t1") != nil) }
    #expect(count == 1)
    for _ in 0..<3 { #expect(try await remembered.grant(for: "unknown") == nil) }
    #expect(count == 4)
    for _ in 0..<3 { #expect(try await remembered.grant(for: "session") != nil) }
    #expect(count == 7)
  }

  /// How many have asked.
  private final class Tally: Sendable { let count = Mutex(0) }

  /// A source whose look-ups all wait for a test.
  private final class HeldSource: CredentialSource {
    struct Broken: Error {}

    private struct State {
      var count = 0
      var waiters: [CheckedContinuation<Grant?, any Error>] = []
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.count } }

    func grant(for credential: String) async throws -> Grant? {
      try await withCheckedThrowingContinuation { continuation in
        state.withLock { state in
          state.count += 1
          state.waiters.append(continuation)
        }
      }
    }

    func release(_ result: Result<Grant?, any Error>) {
      let waiters = state.withLock { state in
        defer { state.waiters = [] }
        return state.waiters
      }
      for waiter in waiters { waiter.resume(with: result) }
    }

    /// Waits until so many look-ups were begun.
    func begun(_ count: Int) async {
      while self.count < count { await Task.yield() }
    }
  }

  @Test func `a thousand at once with one unknown credential are one look-up`() async throws {
    let held = HeldSource()
    let remembered = RememberedCredentials(
      held, in: RememberedGrants(now: { [time] in time.seconds.withLock { $0 } }))
    let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
      let asked = Tally()
      for _ in 0..<1000 {
        group.addTask {
          asked.count.withLock { $0 += 1 }
          return try await remembered.grant(for: "unknown") == nil
        }
      }
      while asked.count.withLock({ $0 }) < 1000 { await Task.yield() }
      await held.begun(1)
      held.release(.success(nil))
      // Who came to the look-up after its end has begun another one.
      let ending = Task {
        while !Task.isCancelled {
          held.release(.success(nil))
          await Task.yield()
        }
      }
      var answers = 0
      for try await isUnknown in group where isUnknown { answers += 1 }
      ending.cancel()
      return answers
    }
    #expect(answers == 1000)
    #expect(held.count <= 10, "\(held.count) look-ups")
  }

  @Test func `whoever comes after a change does not believe a look-up of before`() async throws {
    let held = HeldSource()
    let remembered = RememberedCredentials(
      held, in: RememberedGrants(now: { [time] in time.seconds.withLock { $0 } }))
    async let first = remembered.grant(for: "t1")
    await held.begun(1)
    remembered.grants.forgetToken("t1")
    async let second = remembered.grant(for: "t1")
    await held.begun(2)
    held.release(.success(nil))
    #expect(try await first == nil)
    #expect(try await second == nil)
    #expect(held.count == 2)
  }

  @Test func `a failure is everybody's who waits, but not that of a client that has gone`()
    async throws
  {
    let held = HeldSource()
    let remembered = RememberedCredentials(
      held, in: RememberedGrants(now: { [time] in time.seconds.withLock { $0 } }))
    let first = Task { try await remembered.grant(for: "t1") }
    await held.begun(1)
    let second = Task { try await remembered.grant(for: "t1") }
    first.cancel()
    held.release(.failure(HeldSource.Broken()))
    await #expect(throws: HeldSource.Broken.self) { try await first.value }
    await held.begun(2)
    held.release(.success(nil))
    #expect(try await second.value == nil)
    #expect(held.count == 2)
  }

  @Test func `it is forgotten with its token, its user, or everything`() async throws {
    let remembered = remembered()
    for forget in [
      { remembered.grants.forgetToken("t1") }, { remembered.grants.forgetUser("u") },
      { remembered.grants.forgetAll() },
    ] {
      let before = count
      for _ in 0..<2 { _ = try await remembered.grant(for: "t1") }
      forget()
      _ = try await remembered.grant(for: "t1")
      #expect(count == before + (before == 0 ? 2 : 1))
    }
    let before = count
    remembered.grants.forgetToken("t2")
    _ = try await remembered.grant(for: "t1")
    #expect(count == before, "another token does not matter")
  }

  @Test func `it is looked up again after a minute, and when a token has expired`() async throws {
    let remembered = remembered()
    _ = try await remembered.grant(for: "t1")
    time.seconds.withLock { $0 += 59 }
    _ = try await remembered.grant(for: "t1")
    #expect(count == 1)
    time.seconds.withLock { $0 += 1 }
    _ = try await remembered.grant(for: "t1")
    #expect(count == 2)
    time.seconds.withLock { $0 = 1004 }
    for _ in 0..<2 { _ = try await remembered.grant(for: "xshort") }
    #expect(count == 3)
    time.seconds.withLock { $0 = 1005 }
    _ = try await remembered.grant(for: "xshort")
    #expect(count == 4)
  }

  @Test func `what was looked up while something changed is not kept`() async throws {
    let remembered = remembered()
    source.during.withLock { $0 = { remembered.grants.forgetToken("t1") } }
    _ = try await remembered.grant(for: "t1")
    _ = try await remembered.grant(for: "t1")
    #expect(count == 2)
    _ = try await remembered.grant(for: "t1")
    #expect(count == 2)
  }
}
