import Capabilities
import Locks

/// Keeps the ids of what was said to have changed.
final class RecordedChanges: CredentialChanges {
  private let kept = Mutex<[String]>([])

  func credentialChanged(id: String) { kept.withLock { $0.append(id) } }

  func userChanged(id: String) { kept.withLock { $0.append(id) } }

  /// The ids in order.
  var ids: [String] { kept.withLock { $0 } }
}
