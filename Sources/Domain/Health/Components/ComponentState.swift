/// How a component is.
package enum ComponentState: String, CaseIterable, Comparable, Hashable, Sendable {
  /// As it should be.
  case ok
  /// It does its work, worse than usual, or has begun to fail.
  case degraded
  /// It does not do its work.
  case failed

  package static func < (one: ComponentState, two: ComponentState) -> Bool {
    one.rank < two.rank
  }

  /// 0 for `ok`, 1 for `degraded`, 2 for `failed`.
  package var rank: Int {
    switch self {
    case .ok: 0
    case .degraded: 1
    case .failed: 2
    }
  }
}
