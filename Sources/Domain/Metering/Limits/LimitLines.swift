internal import Bytes

/// The fields `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10): lists of
/// strings with parameters, and the warning that a quota is nearly or wholly used.
enum LimitLines {
  /// The longest line of one of the fields: eight policies, each with two numbers.
  static let countMax = 500
  /// Percent of a quota from which on a response warns.
  static let warningPercent: Int64 = 80

  /// The field line `RateLimit-Policy`: `"minute";q=100;w=60`, for each limit in force.
  static func policyLine(of meter: Meter, in periods: UTCPeriods) -> [UInt8] {
    [UInt8](capacity: countMax) { output in
      for account in [meter.user, meter.own] {
        for policy in LimitPolicy.allCases {
          let limit = account.limit(policy)
          guard limit >= 0 else { continue }
          output.append(output.isEmpty ? "RateLimit-Policy: " : ", ")
          output.append(policy.quoted(ofToken: account.isOfToken))
          output.append(";q=")
          output.append(decimal: UInt64(limit))
          output.append(";w=")
          output.append(decimal: window(of: policy, in: periods))
          if policy == .bandwidth { output.append(";qu=\"content-bytes\"") }
        }
      }
      if !output.isEmpty { output.append("\r\n") }
    }
  }

  /// Appends the field line `RateLimit`: what is left, and the seconds until there is more.
  static func write(
    _ meter: Meter, at now: Int64, in periods: UTCPeriods, seconds: Int64,
    to output: inout OutputSpan<UInt8>
  ) {
    let start = output.count
    var warning = Warning()
    write(
      meter.user, start: start, at: now, in: periods, seconds: seconds, &warning, to: &output)
    if meter.own.isLimited {
      write(
        meter.own, start: start, at: now, in: periods, seconds: seconds, &warning, to: &output)
    }
    guard output.count > start else { return }
    output.append("\r\n")
    warning.write(to: &output)
  }

  /// Appends both lines of a caller who is limited by address.
  static func write(
    _ limits: AddressLimits, left: (remaining: Int64, seconds: Int64),
    to output: inout OutputSpan<UInt8>
  ) {
    output.append("RateLimit-Policy: \"address\";q=")
    output.append(decimal: UInt64(limits.limit))
    output.append(";w=60\r\nRateLimit: \"address\";r=")
    output.append(decimal: UInt64(left.remaining))
    output.append(";t=")
    output.append(decimal: UInt64(left.seconds))
    output.append("\r\n")
  }

  /// Seconds of a policy's window; months are of different length.
  private static func window(of policy: LimitPolicy, in periods: UTCPeriods) -> UInt64 {
    switch policy {
    case .minute: 60
    case .day: 86_400
    case .month, .bandwidth: UInt64(periods.monthEnd - periods.monthStart)
    }
  }

  private static func write(
    _ account: LimitAccount, start: Int, at now: Int64, in periods: UTCPeriods, seconds: Int64,
    _ warning: inout Warning, to output: inout OutputSpan<UInt8>
  ) {
    write(.minute, account, start, now, periods, seconds, &warning, &output)
    write(.day, account, start, now, periods, seconds, &warning, &output)
    write(.month, account, start, now, periods, seconds, &warning, &output)
    write(.bandwidth, account, start, now, periods, seconds, &warning, &output)
  }

  @inline(__always)
  private static func write(
    _ policy: LimitPolicy, _ account: LimitAccount, _ start: Int, _ now: Int64,
    _ periods: UTCPeriods, _ seconds: Int64, _ warning: inout Warning,
    _ output: inout OutputSpan<UInt8>
  ) {
    let limit = account.limit(policy)
    guard limit >= 0 else { return }
    let left = account.left(of: policy, limit: limit, at: now, in: periods, seconds: seconds)
    output.append(output.count == start ? "RateLimit: " : ", ")
    output.append(policy.quoted(ofToken: account.isOfToken))
    output.append(";r=")
    output.append(decimal: UInt64(left.remaining))
    output.append(";t=")
    output.append(decimal: UInt64(left.seconds))
    // Of a minute nobody needs a warning: it is over before anyone could read it.
    if policy != .minute {
      warning.note(policy, ofToken: account.isOfToken, left: left.remaining, limit: limit)
    }
  }

  /// The quota that is used most, if it is worth a warning.
  private struct Warning {
    private var policy: LimitPolicy?
    private var isOfToken = false
    private var percent: Int64 = 0

    @inline(__always)
    mutating func note(_ policy: LimitPolicy, ofToken: Bool, left: Int64, limit: Int64) {
      // Without a division where there is nothing to warn of.
      guard left <= limit / 100 * (100 - LimitLines.warningPercent) + limit % 100 else { return }
      let used = limit == 0 ? 100 : Int64((Double(limit - left) / Double(limit)) * 100)
      guard used >= LimitLines.warningPercent, used > percent else { return }
      (self.policy, isOfToken, percent) = (policy, ofToken, used)
    }

    func write(to output: inout OutputSpan<UInt8>) {
      guard let policy else { return }
      output.append("X-Quota-Warning: ")
      output.append(policy.quoted(ofToken: isOfToken))
      output.append(";used=")
      output.append(decimal: UInt64(percent))
      output.append("\r\n")
    }
  }
}
