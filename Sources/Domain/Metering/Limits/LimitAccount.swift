internal import Capabilities
internal import Synchronization

/// What one user, or one token with limits of its own, may use and has used: words that all cores
/// read and move, so that limits hold exactly on this edge whichever loop a request comes to.
package final class LimitAccount: Sendable {
  /// The id of the user or the token, and which of both it is.
  package let id: String
  package let isOfToken: Bool
  /// Grows when what is known of the user or the token is no longer true.
  let epoch = Atomic<UInt32>(0)

  /// The limits in force; negative is none.
  private let perMinute = Atomic<Int64>(-1)
  private let perDay = Atomic<Int64>(-1)
  private let perMonth = Atomic<Int64>(-1)
  private let bytesPerMonth = Atomic<Int64>(-1)
  private let soft = Atomic<Bool>(false)
  /// Whether there is any limit.
  private let limited = Atomic<Bool>(false)

  let rate = RateCell()
  let day = QuotaCell()
  let month = QuotaCell()
  let bytes = QuotaCell()
  /// What was taken ahead from the limits that all edges share; nil where this edge is alone.
  let leases: LimitLeases?
  /// Whether requests are counted here, also where there is no limit: one may be set within a
  /// period. Who has signed in without a token has no account of a token.
  let isCounted: Bool

  /// An account that nothing was used of.
  init(id: String, isOfToken: Bool, isShared: Bool = false) {
    self.id = id
    self.isOfToken = isOfToken
    leases = isShared ? LimitLeases() : nil
    isCounted = !id.isEmpty
  }

  /// Sets the limits.
  func apply(_ allowance: Allowance?) {
    let allowance = allowance ?? Allowance()
    perMinute.store(allowance.requestsPerMinute ?? -1, ordering: .relaxed)
    perDay.store(allowance.requestsPerDay ?? -1, ordering: .relaxed)
    perMonth.store(allowance.requestsPerMonth ?? -1, ordering: .relaxed)
    bytesPerMonth.store(allowance.bytesPerMonth ?? -1, ordering: .relaxed)
    soft.store(allowance.isSoft, ordering: .relaxed)
    limited.store(
      allowance != Allowance(isSoft: allowance.isSoft), ordering: .relaxed)
  }

  /// What is known of the user or the token is no longer true: every grant that was verified before
  /// is met as an old one from now on.
  func changed() { epoch.wrappingAdd(1, ordering: .acquiringAndReleasing) }

  /// Whether going over a quota only warns.
  var isSoft: Bool { soft.load(ordering: .relaxed) }

  /// Whether there is any limit.
  var isLimited: Bool { limited.load(ordering: .relaxed) }

  /// The limit of a policy; negative is none.
  func limit(_ policy: LimitPolicy) -> Int64 {
    switch policy {
    case .minute: perMinute.load(ordering: .relaxed)
    case .day: perDay.load(ordering: .relaxed)
    case .month: perMonth.load(ordering: .relaxed)
    case .bandwidth: bytesPerMonth.load(ordering: .relaxed)
    }
  }

  /// What was used of a quota in the present period, on all edges as far as is known; 0 for the
  /// limit of a minute, which has no period.
  func used(_ policy: LimitPolicy, in periods: UTCPeriods) -> Int64 {
    if let leases { return leases.used(policy, in: periods) }
    return switch policy {
    case .minute: 0
    case .day: day.used(in: periods.day)
    case .month: month.used(in: periods.month)
    case .bandwidth: bytes.used(in: periods.month)
    }
  }

  /// Requests or bytes that are left of a limit, and the seconds until there are more.
  func left(
    of policy: LimitPolicy, limit: Int64, at now: Int64, in periods: UTCPeriods, seconds: Int64
  ) -> (remaining: Int64, seconds: Int64) {
    switch policy {
    case .minute:
      if let leases { return leases.left(of: limit, at: now) }
      let (remaining, wait) = rate.left(of: limit, at: now)
      return (remaining, (wait + 999_999_999) / 1_000_000_000)
    case .day:
      return (max(0, limit - used(.day, in: periods)), max(0, periods.dayEnd - seconds))
    case .month, .bandwidth:
      return (max(0, limit - used(policy, in: periods)), max(0, periods.monthEnd - seconds))
    }
  }

  /// Counts what was used before this account was there.
  func restore(_ used: QuotaUse, in periods: UTCPeriods) {
    day.add(used.dayRequests, in: periods.day)
    month.add(used.monthRequests, in: periods.month)
    bytes.add(used.monthBytes, in: periods.month)
  }

  /// Counts the bytes of an answer; their limit is looked at before the next request.
  func charge(_ count: Int64, in periods: UTCPeriods) {
    guard count > 0, isCounted else { return }
    if let leases { return leases.charge(count, in: periods) }
    bytes.add(count, in: periods.month)
  }

  /// Takes one request from every limit, or from none.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  func take(at now: Int64, in periods: UTCPeriods) -> LimitVerdict {
    if let leases { return leases.take(from: self, at: now, in: periods) }
    let soft = isSoft
    let bandwidth = limit(.bandwidth)
    if bandwidth >= 0, !soft, bytes.used(in: periods.month) >= bandwidth {
      return .reached(.bandwidth)
    }
    let minute = limit(.minute)
    if minute >= 0, !rate.take(minute, at: now) { return .reached(.minute) }
    if !take(from: day, limit(.day), soft, in: periods.day) {
      if minute >= 0 { rate.giveBack(minute) }
      return .reached(.day)
    }
    if !take(from: month, limit(.month), soft, in: periods.month) {
      if minute >= 0 { rate.giveBack(minute) }
      day.add(-1, in: periods.day)
      return .reached(.month)
    }
    return .passed
  }

  /// Gives back a request that another account did not let pass.
  func giveBack(in periods: UTCPeriods) {
    if let leases { return leases.giveBack(to: self) }
    let minute = limit(.minute)
    if minute >= 0 { rate.giveBack(minute) }
    day.add(-1, in: periods.day)
    month.add(-1, in: periods.month)
  }

  @inline(__always)
  private func take(
    from cell: borrowing QuotaCell, _ limit: Int64, _ isSoft: Bool, in period: Int64
  ) -> Bool {
    guard limit >= 0, !isSoft else {
      // Counted all the same: what is used is shown, and a plan may change within the period.
      cell.add(1, in: period)
      return true
    }
    return cell.take(1, of: limit, in: period)
  }
}
