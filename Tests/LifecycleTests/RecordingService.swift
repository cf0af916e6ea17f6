import Lifecycle
import Locks

/// What happened, in order.
final class Journal: Sendable {
  private let lines = Mutex<[String]>([])
  var all: [String] { lines.withLock { $0 } }
  func note(_ line: String) { lines.withLock { $0.append(line) } }

  /// Waits until a line is there.
  func wait(for line: String) async {
    while !all.contains(line) { await Task.yield() }
  }
}

/// A service that notes what is done to it.
struct RecordingService: Service {
  struct Refusal: Error, CustomStringConvertible { let description = "refused" }

  enum Manner { case obliging, refusing, hanging, hangingAtStop }

  let name: String
  let journal: Journal
  var manner = Manner.obliging

  func start() async throws {
    journal.note("start \(name)")
    switch manner {
    case .refusing: throw Refusal()
    case .hanging: try await Task.sleep(for: .seconds(1_000_000))
    case .obliging, .hangingAtStop: break
    }
  }

  func stop() async {
    journal.note("stop \(name)")
    // Ignores cancellation, as the worst service would, until the test is over.
    if manner == .hangingAtStop {
      await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
    }
  }
}
