import Capabilities
import Locks

/// Changes of credentials that a test can read.
package final class RecordedChanges: CredentialChanges {
  private let lines = Mutex<[String]>([])

  /// Nothing recorded.
  package init() {}

  /// What was told, such as `credential tok_…`.
  package var told: [String] { lines.withLock { $0 } }

  package func credentialChanged(id: String) { lines.withLock { $0.append("credential \(id)") } }

  package func userChanged(id: String) { lines.withLock { $0.append("user \(id)") } }

  /// Notes that everything was to be forgotten.
  package func everythingChanged() { lines.withLock { $0.append("everything") } }
}
