internal import Capabilities

/// For commands, which look every credential up and keep none: there is nothing to forget.
struct ChangesWithoutCaches: CredentialChanges {
  func credentialChanged(id: String) {}

  func userChanged(id: String) {}
}
