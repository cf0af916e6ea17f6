import Locks

@testable import ContentDelivery

/// A list of pins that outlives the edge under test.
final class MemoryPinArchive: PinArchive {
  private let list: Mutex<[String]>
  private let isBroken = Mutex(false)

  struct Broken: Error {}

  init(_ paths: [String] = []) { list = Mutex(paths) }

  /// The list as last saved.
  var paths: [String] { list.withLock { $0 } }

  /// Puts a list there, as an earlier run did.
  func fill(_ paths: [String]) { list.withLock { $0 = paths } }

  /// Lets every call fail from now on.
  func breakDown() { isBroken.withLock { $0 = true } }

  func load() async throws -> [String] {
    if isBroken.withLock({ $0 }) { throw Broken() }
    return paths
  }

  func save(_ paths: [String]) async throws {
    if isBroken.withLock({ $0 }) { throw Broken() }
    list.withLock { $0 = paths }
  }
}
