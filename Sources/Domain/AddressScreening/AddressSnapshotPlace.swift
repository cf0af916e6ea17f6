internal import Bytes
internal import Synchronization

/// Where the snapshot is that all loops look at: an address that is exchanged as a whole.
///
/// `@safe`: a snapshot that was replaced is handed out with a reference, and whoever has it keeps it
/// until no loop can look at it any more.
@safe
final class AddressSnapshotPlace: Sendable {
  private let current = unsafe Atomic<Unmanaged<AddressSnapshot>?>(nil)

  deinit { unsafe current.load(ordering: .acquiring)?.release() }

  /// Whether there is no snapshot.
  var isEmpty: Bool { unsafe current.load(ordering: .relaxed) == nil }

  /// Passes the snapshot to a body, without counting a reference; nil where there is none.
  @inline(__always)
  func withSnapshot<Value>(_ body: (AddressSnapshot) -> Value?) -> Value? {
    guard let snapshot = unsafe current.load(ordering: .acquiring) else { return nil }
    return unsafe snapshot._withUnsafeGuaranteedRef(body)
  }

  /// Puts a snapshot, or none, in the place of the last, which is returned.
  func exchange(_ snapshot: AddressSnapshot?) -> AddressSnapshot? {
    let new = unsafe snapshot.map { unsafe Unmanaged.passRetained($0) }
    let old = unsafe current.exchange(new, ordering: .acquiringAndReleasing)
    return unsafe old?.takeRetainedValue()
  }
}
