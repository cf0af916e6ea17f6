internal import Capabilities
internal import Locks
internal import Routing

/// Remembers for a while what tokens allow, so that a request past the cached path need not ask the
/// database each time: neither a miss, nor one of many requests over a limit.
///
/// Unknown credentials are not remembered, and sessions and signed tokens are not either. Whatever
/// changes is forgotten at once; what was looked up while something changed is not kept.
package final class RememberedGrants: Sendable {
  /// Credentials that are remembered; past it those go that have to be looked up soonest.
  static let grantsMax = 16_384

  private struct Kept {
    let grant: Grant
    let until: Int64
  }

  private struct State {
    var grants: [CredentialKey: Kept] = [:]
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
    let seconds = now()
    let (kept, changeCount) = state.withLock { ($0.grants[key], $0.changeCount) }
    if let kept, seconds < kept.until { return kept.grant }
    guard let grant = try await source.grant(for: credential) else { return nil }
    guard grant.caller.proof == .token, holdSeconds > 0 else { return grant }
    let until = min(seconds + holdSeconds, grant.expiresAt ?? .max)
    state.withLock { state in
      guard state.changeCount == changeCount else { return }
      if state.grants.count >= Self.grantsMax { Self.makeRoom(in: &state, at: seconds) }
      state.grants[key] = Kept(grant: grant, until: until)
    }
    return grant
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
