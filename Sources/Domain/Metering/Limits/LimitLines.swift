internal import Bytes

/// The fields `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10): lists of
/// strings with parameters, and the warning that a quota is nearly or wholly used.
enum LimitLines {
  /// The longest line of one of the fields: eight policies, each with two numbers.
  static let countMax = 500
  /// Percent of a quota from which on a response warns.
  static let warningPercent: Int64 = 80
  /// The largest number that a structured field can hold (RFC 9651, section 3.3.1).
  private static let numberMax: Int64 = 999_999_999_999_999

  /// A count as the fields can hold it.
  @inline(__always)
  static func printable(_ count: Int64) -> UInt64 { UInt64(min(max(count, 0), numberMax)) }

  /// Whether what is left of a quota is so little that a response warns of it. Of a minute nobody
  /// needs a warning: it is over before anyone could read it.
  @inline(__always)
  static func warns(of policy: LimitPolicy, _ left: Int64, of limit: Int64) -> Bool {
    // Without a division by the limit where there is nothing to warn of.
    guard policy != .minute, left <= limit / 100 * (100 - warningPercent) + limit % 100
    else { return false }
    return percentUsed(left, of: limit) >= warningPercent
  }

  private static func percentUsed(_ left: Int64, of limit: Int64) -> Int64 {
    limit == 0 ? 100 : Int64((Double(limit - left) / Double(limit)) * 100)
  }

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
          output.append(decimal: printable(limit))
          output.append(";w=")
          output.append(decimal: window(of: policy, in: periods))
          if policy == .bandwidth { output.append(";qu=\"content-bytes\"") }
        }
      }
      if !output.isEmpty { output.append("\r\n") }
    }
  }

  /// Appends the field line `RateLimit`: what is left, and the seconds until there is more.
  ///
  /// - Returns: whether a warning follows it.
  @discardableResult
  static func write(
    _ meter: Meter, at now: Int64, in periods: UTCPeriods, seconds: Int64,
    to output: inout OutputSpan<UInt8>
  ) -> Bool {
    let start = output.count
    var warning = Warning()
    write(
      meter.user, start: start, at: now, in: periods, seconds: seconds, &warning, to: &output)
    if meter.own.isLimited {
      write(
        meter.own, start: start, at: now, in: periods, seconds: seconds, &warning, to: &output)
    }
    guard output.count > start else { return false }
    output.append("\r\n")
    warning.write(to: &output)
    return warning.isThere
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
    for position in LimitPolicy.inOrder.indices {
      write(
        LimitPolicy.inOrder[position], account, start, now, periods, seconds, &warning, &output)
    }
  }

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
    output.append(decimal: printable(left.remaining))
    output.append(";t=")
    output.append(decimal: printable(left.seconds))
    if warns(of: policy, left.remaining, of: limit) {
      warning.note(
        policy, ofToken: account.isOfToken, percent: percentUsed(left.remaining, of: limit))
    }
  }

  /// The quota that is used most, if it is worth a warning.
  private struct Warning {
    private var policy: LimitPolicy?
    private var isOfToken = false
    private var percent: Int64 = 0

    /// Whether there is one.
    var isThere: Bool { policy != nil }

    mutating func note(_ policy: LimitPolicy, ofToken: Bool, percent used: Int64) {
      guard used > percent else { return }
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
