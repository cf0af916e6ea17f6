internal import Capabilities

/// For commands: they keep no grants, so there is nothing to forget.
struct ChangesWithoutCaches: CredentialChanges {
  func credentialChanged(id: String) {}

  func userChanged(id: String) {}
}
