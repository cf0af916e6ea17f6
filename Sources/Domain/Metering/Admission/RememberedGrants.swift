internal import Capabilities
internal import Locks
internal import Routing

/// Remembers for a while what tokens allow, so that a request past the cached path need not ask the
/// database each time: neither a miss, nor one of many requests over a limit.
///
/// Unknown credentials are not remembered, and sessions and signed tokens are not either. Whatever
/// changes is forgotten at once; what was looked up while something changed is not kept. Whoever asks
/// for a credential that is being looked up waits for that, unless something has changed since.
package final class RememberedGrants: Sendable {
  /// Credentials that are remembered; past it those go that have to be looked up soonest.
  static let grantsMax = 16_384

  private struct Kept {
    let grant: Grant
    let until: Int64
  }

  private struct State {
    var grants: [CredentialKey: Kept] = [:]
    /// Look-ups that are under way.
    var flights: [CredentialKey: GrantFlight] = [:]
    /// Grows with every change.
    var changeCount = 0
  }

  private let secret = CredentialKey.Secret.random()
  private let holdSeconds: Int64
  private let now: @Sendable () -> Int64
  private let state = Mutex(State())

  /// - Parameters:
  ///   - holdSeconds: for how long, at most 60.
  ///   - now: seconds since 1970.
  package init(holdSeconds: Int64 = 60, now: @escaping @Sendable () -> Int64) {
    self.holdSeconds = min(holdSeconds, 60)
    self.now = now
  }

  /// What a credential allows: as it is remembered, or as the source says.
  ///
  /// - Throws: what the source throws.
  func grant(for credential: String, from source: any CredentialSource) async throws -> Grant? {
    guard credential.utf8.count <= CredentialKey.countMax else {
      return try await source.grant(for: credential)
    }
    let key = CredentialKey(of: credential.utf8.span, secret: secret)
    while true {
      switch step(key, at: now()) {
      case .remembered(let grant): return grant
      case .lookUp(let flight): return try await lookUp(key, credential, source, flight)
      case .wait(let flight):
        switch await flight.outcome() {
        case .found(let grant): return grant
        case .failed(let error): throw error
        case .abandoned: continue
        case nil: return try await source.grant(for: credential)
        }
      }
    }
  }

  /// What is to be done about a credential.
  private enum Step {
    case remembered(Grant)
    case lookUp(GrantFlight)
    case wait(GrantFlight)
  }

  private func step(_ key: CredentialKey, at seconds: Int64) -> Step {
    state.withLock { state in
      if let kept = state.grants[key], seconds < kept.until { return .remembered(kept.grant) }
      if let flight = state.flights[key], flight.changeCount == state.changeCount {
        return .wait(flight)
      }
      let flight = GrantFlight(changeCount: state.changeCount)
      state.flights[key] = flight
      return .lookUp(flight)
    }
  }

  private func lookUp(
    _ key: CredentialKey, _ credential: String, _ source: any CredentialSource,
    _ flight: GrantFlight
  ) async throws -> Grant? {
    let seconds = now()
    do {
      let grant = try await source.grant(for: credential)
      state.withLock { state in
        Self.end(flight, of: key, in: &state)
        guard let grant, grant.caller.proof == .token, holdSeconds > 0,
          state.changeCount == flight.changeCount
        else { return }
        if state.grants.count >= Self.grantsMax { Self.makeRoom(in: &state, at: seconds) }
        let until = min(seconds + holdSeconds, grant.expiresAt ?? .max)
        state.grants[key] = Kept(grant: grant, until: until)
      }
      flight.end(.found(grant))
      return grant
    } catch {
      state.withLock { Self.end(flight, of: key, in: &$0) }
      // A client that has gone takes nobody along who waits for the same.
      flight.end(Task.isCancelled ? .abandoned : .failed(error))
      throw error
    }
  }

  private static func end(_ flight: GrantFlight, of key: CredentialKey, in state: inout State) {
    if state.flights[key] === flight { state.flights[key] = nil }
  }

  /// Forgets a token.
  func forgetToken(_ id: String) { forget { $0.caller.credentialID == id } }

  /// Forgets everything of a user.
  func forgetUser(_ id: String) { forget { $0.caller.userID == id } }

  /// Forgets everything.
  func forgetAll() { forget { _ in true } }

  private func forget(_ isGone: (Grant) -> Bool) {
    state.withLock { state in
      state.changeCount += 1
      state.grants = state.grants.filter { !isGone($0.value.grant) }
    }
  }

  private static func makeRoom(in state: inout State, at seconds: Int64) {
    state.grants = state.grants.filter { seconds < $0.value.until }
    guard state.grants.count >= grantsMax else { return }
    let ends = state.grants.values.map(\.until).sorted()
    let median = ends[ends.count / 2]
    state.grants = state.grants.filter { $0.value.until > median }
  }
}
