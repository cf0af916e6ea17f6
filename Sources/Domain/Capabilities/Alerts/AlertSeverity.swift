internal import Settings

/// How much an alert matters.
package enum AlertSeverity: String, CaseIterable, Comparable, Sendable, SettingValue {
  /// Something was done, and nobody has to do anything.
  case info
  /// It goes on, worse than usual.
  case warning
  /// Somebody has to look at it now.
  case critical

  package static func < (one: AlertSeverity, two: AlertSeverity) -> Bool {
    one.rank < two.rank
  }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .critical: 2
    }
  }
}
