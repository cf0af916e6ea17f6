import Synchronization

/// Bytes of memory that a test says the process takes.
final class ResidentBytes: Sendable {
  private let value: Atomic<Int>

  init(bytes: Int) { value = Atomic(bytes) }

  var bytes: Int { value.load(ordering: .relaxed) }

  func set(_ bytes: Int) { value.store(bytes, ordering: .relaxed) }
}
