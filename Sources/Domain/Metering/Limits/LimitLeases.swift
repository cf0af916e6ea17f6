internal import Synchronization

/// What this edge has taken ahead from the limits of an account that edges share.
final class LimitLeases: Sendable {
  let minute = LeaseCell()
  let day = LeaseCell()
  let month = LeaseCell()
  let bandwidth = LeaseCell()
  /// Requests of the minute that the store had left for everybody, and the nanosecond at which one
  /// more would be granted.
  private let sharedRemaining = Atomic<Int64>(0)
  private let nextAt = Atomic<Int64>(0)
  /// Lets one task ask the store, and the others wait for what it gets.
  let flight = SharedFlight()

  /// Spends one request of every lease, or of none.
  func take(from account: LimitAccount, at now: Int64, in periods: UTCPeriods) -> LimitVerdict {
    if account.limit(.bandwidth) >= 0, bandwidth.left(in: periods.month) <= 0, !account.isSoft {
      return bandwidth.isEmpty(at: now) ? .reached(.bandwidth) : .short(.bandwidth)
    }
    if account.limit(.minute) >= 0, !minute.spend(in: 0, at: now) {
      return minute.isEmpty(at: now) ? .reached(.minute) : .short(.minute)
    }
    if account.limit(.day) >= 0, !day.spend(in: periods.day, at: now) {
      if account.limit(.minute) >= 0 { minute.giveBack() }
      return day.isEmpty(at: now) ? .reached(.day) : .short(.day)
    }
    if account.limit(.month) >= 0, !month.spend(in: periods.month, at: now) {
      if account.limit(.minute) >= 0 { minute.giveBack() }
      if account.limit(.day) >= 0 { day.giveBack() }
      return month.isEmpty(at: now) ? .reached(.month) : .short(.month)
    }
    return .passed
  }

  /// Gives back a request that another account did not let pass.
  func giveBack(to account: LimitAccount) {
    if account.limit(.minute) >= 0 { minute.giveBack() }
    if account.limit(.day) >= 0 { day.giveBack() }
    if account.limit(.month) >= 0 { month.giveBack() }
  }

  /// Counts the bytes of an answer.
  func charge(_ count: Int64, in periods: UTCPeriods) { bandwidth.charge(count) }

  /// What all edges have used, as far as is known here.
  func used(_ policy: LimitPolicy, in periods: UTCPeriods) -> Int64 {
    switch policy {
    case .minute: 0
    case .day: day.used(in: periods.day)
    case .month: month.used(in: periods.month)
    case .bandwidth: bandwidth.used(in: periods.month)
    }
  }

  /// Requests that are left of the minute, as far as is known here, and the seconds until there is
  /// one more.
  func left(of limit: Int64, at now: Int64) -> (remaining: Int64, seconds: Int64) {
    let remaining = max(0, minute.left(in: 0)) + sharedRemaining.load(ordering: .relaxed)
    let wait = max(0, nextAt.load(ordering: .relaxed) - now)
    return (min(remaining, limit), (wait + 999_999_999) / 1_000_000_000)
  }

  /// Notes what the store has left of the minute.
  func note(remaining: Int64, nextAt: Int64) {
    sharedRemaining.store(remaining, ordering: .relaxed)
    self.nextAt.store(nextAt, ordering: .relaxed)
  }

  /// The lease of a policy.
  func withCell<R>(_ policy: LimitPolicy, _ body: (borrowing LeaseCell) -> R) -> R {
    switch policy {
    case .minute: body(minute)
    case .day: body(day)
    case .month: body(month)
    case .bandwidth: body(bandwidth)
    }
  }
}
