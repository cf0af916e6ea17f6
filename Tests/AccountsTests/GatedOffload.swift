import Capabilities
import Locks

/// Keeps work waiting until it is opened.
final class GatedOffload: Offload {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
    return work()
  }

  func submit(_ work: @escaping @Sendable () -> Void) -> Bool { false }

  /// Lets all work through, from here on.
  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
