internal import Capabilities

/// Stands in until grants are kept anywhere: each request looks its credential up, so there is
/// nothing to forget.
struct ChangesWithoutCaches: CredentialChanges {
  func credentialChanged(id: String) {}

  func userChanged(id: String) {}
}
