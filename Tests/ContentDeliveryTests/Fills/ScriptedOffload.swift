import Capabilities

/// Runs work where it stands, or when the test says so.
///
/// Unchecked `Sendable`: everything happens on the one thread that drives the test.
final class ScriptedOffload: Offload, @unchecked Sendable {
  struct Full: Error {}

  /// Whether work that nobody waits for is kept until `runAll()`.
  var isHeld = false
  var isFull = false
  private(set) var waiting: [@Sendable () -> Void] = []
  private(set) var submittedCount = 0

  func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value {
    if isFull { throw Full() }
    return work()
  }

  func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
    if isFull { return false }
    submittedCount += 1
    if isHeld { waiting.append(work) } else { work() }
    return true
  }

  /// Runs what was kept.
  func runAll() {
    let work = waiting
    waiting = []
    for item in work { item() }
  }
}
