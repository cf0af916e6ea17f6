internal import Capabilities

/// Has this edge forget at once what is no longer true of credentials.
///
/// A verified grant names the accounts of its token and its user, and what number each of them
/// showed when it was looked up. A change moves that number, so every core that meets the grant
/// afterwards sees that it is old; nothing has to be posted, and nobody else is disturbed.
package final class GrantInvalidation: CredentialChanges {
  private let state: AdmissionState
  private let meters: Meters
  private let remembered: RememberedGrants?
  private let now: @Sendable () -> Int64

  /// - Parameters:
  ///   - remembered: what is remembered of look-ups beside the tables of the shards.
  ///   - now: seconds since 1970.
  package init(
    _ state: AdmissionState, meters: Meters, remembered: RememberedGrants? = nil,
    now: @escaping @Sendable () -> Int64
  ) {
    self.state = state
    self.meters = meters
    self.remembered = remembered
    self.now = now
  }

  package func credentialChanged(id: String) {
    remembered?.forgetToken(id)
    state.recent.note("t:\(id)", at: now())
    meters.tokenChanged(id)
  }

  package func userChanged(id: String) {
    remembered?.forgetUser(id)
    state.recent.note("u:\(id)", at: now())
    meters.userChanged(id)
  }

  /// Forgets everything: changes may have been missed.
  package func anythingChanged() {
    remembered?.forgetAll()
    state.forgetAll(at: now())
  }
}
