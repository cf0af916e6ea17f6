internal import Capabilities

/// For commands: they keep no grants, so there is nothing to forget. A running edge beside them
/// learns of a change when it looks a credential up again, after `limits.grant_hold` at the latest.
struct ChangesWithoutCaches: CredentialChanges {
  func credentialChanged(id: String) {}

  func userChanged(id: String) {}
}
