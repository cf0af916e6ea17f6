internal import Locks

/// Which credentials and users have changed within the last seconds: what was looked up before a
/// change and comes back after it must not be kept.
final class RecentChanges: Sendable {
  /// How long a look-up may take, in seconds, and still be noticed as one of before.
  static let window: Int64 = 30
  /// Changes that are remembered one by one; with more of them everything counts as changed.
  static let idsMax = 4096

  private struct State {
    var changedAt: [String: Int64] = [:]
    var allUntil: Int64 = .min
  }

  private let state = Mutex(State())

  /// Notes a change.
  func note(_ id: String, at seconds: Int64) {
    state.withLock { state in
      if state.changedAt.count >= Self.idsMax {
        state.changedAt = state.changedAt.filter { $0.value > seconds - Self.window }
      }
      guard state.changedAt.count < Self.idsMax else {
        state.changedAt = [:]
        state.allUntil = seconds + Self.window
        return
      }
      state.changedAt[id] = seconds
    }
  }

  /// Notes that anything may have changed.
  func noteAll(at seconds: Int64) {
    state.withLock { $0.allUntil = seconds + Self.window }
  }

  /// Whether one of these has changed just now.
  func hold(_ ids: [String], at seconds: Int64) -> Bool {
    state.withLock { state in
      if seconds < state.allUntil { return true }
      return ids.contains { state.changedAt[$0].map { $0 > seconds - Self.window } ?? false }
    }
  }
}
