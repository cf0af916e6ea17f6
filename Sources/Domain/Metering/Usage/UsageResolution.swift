/// How finely usage is kept: from minutes, which go first, to months, which stay.
package enum UsageResolution: String, CaseIterable, Sendable {
  /// Periods of UTC.
  case minute, hour, day, month

  /// The number under which the database keeps it.
  var number: Int64 {
    switch self {
    case .minute: 0
    case .hour: 1
    case .day: 2
    case .month: 3
    }
  }

  /// When the period begins that a moment lies in, both in seconds since 1970.
  package func start(of seconds: Int64) -> Int64 {
    switch self {
    case .minute: seconds - seconds % 60
    case .hour: seconds - seconds % 3600
    case .day: seconds - seconds % 86_400
    case .month: UTCPeriods(at: seconds).monthStart
    }
  }

  /// When the first period begins that does not lie before a moment.
  package func start(notBefore seconds: Int64) -> Int64 {
    let start = start(of: seconds)
    return start == seconds ? start : end(of: seconds)
  }

  /// When the period ends that a moment lies in.
  package func end(of seconds: Int64) -> Int64 {
    switch self {
    case .minute: start(of: seconds) + 60
    case .hour: start(of: seconds) + 3600
    case .day: start(of: seconds) + 86_400
    case .month: UTCPeriods(at: seconds).monthEnd
    }
  }
}
