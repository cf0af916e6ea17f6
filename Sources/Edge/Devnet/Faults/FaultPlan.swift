import Synchronization

/// The faults set for one server, and how often they have struck.
final class FaultPlan: Sendable {
  private struct State {
    var faults = Faults()
    var hits = 0
    var reads: [String: Int] = [:]
  }

  /// Targets remembered for 404-then-200; past this the oldest knowledge is dropped.
  private static let targetsMax = 10_000

  private let state = Mutex(State())

  /// The faults as set.
  var faults: Faults { state.withLock { $0.faults } }

  /// Replaces the faults and forgets every count.
  func set(_ faults: Faults) {
    state.withLock { $0 = State(faults: faults) }
  }

  /// Decides which faults hit a request.
  func strike(target: String) -> Faults {
    state.withLock { state in
      let faults = state.faults
      let isMatch = faults.target.map { target.firstRange(of: $0) != nil } ?? true
      let hasLeft = faults.times.map { state.hits < $0 } ?? true
      guard isMatch, hasLeft, Double.random(in: 0..<1) < faults.probability else {
        return faults.withoutHits
      }
      state.hits += 1
      return faults
    }
  }

  /// Whether this read of a target still gets a 404.
  func hides(_ target: String) -> Bool {
    state.withLock { state in
      guard state.faults.notFoundFirst > 0 else { return false }
      if state.reads.count >= Self.targetsMax { state.reads = [:] }
      state.reads[target, default: 0] += 1
      return state.reads[target]! <= state.faults.notFoundFirst
    }
  }
}
