package import SharedState
internal import Locks

/// Takes requests and bytes ahead from the limits that edges share, so that the shared store is
/// asked once for many requests, and gives back what is not used.
///
/// What an edge holds ahead is at most a hundredth of a limit by default, and for two seconds where
/// the limit is one of a minute: five edges together can exceed it by 5 % at most. Quotas of a day or
/// a month are never exceeded, because what is taken ahead counts as used.
package final class LeaseTaker: Sendable {
  /// How long requests of a minute may be spent after they were taken, in nanoseconds.
  static let rateLeaseNanoseconds: Int64 = 2_000_000_000
  /// How long the store is not asked again after it had nothing, in nanoseconds: a caller over a limit
  /// asks it once a second, however often it comes. Nothing is lost by it, since a rate accumulates.
  static let emptyNanoseconds: Int64 = 1_000_000_000
  /// How long it is not asked again after it had less than was wanted, in nanoseconds.
  static let scarceNanoseconds: Int64 = 500_000_000
  /// How long an account rests before what it has ahead is given back, in seconds.
  static let restSeconds: Int64 = 10

  private struct Held {
    let account: LimitAccount
    var refilledAt: Int64
  }

  private let store: any SharedStateStore
  private let percent: Int64
  private let held = Mutex<[ObjectIdentifier: Held]>([:])
  private let calls = Mutex((store: 0, local: 0))

  /// A taker.
  ///
  /// - Parameters:
  ///   - store: with what stands in for it when it is away.
  ///   - percent: of a limit that is taken ahead at a time.
  package init(store: any SharedStateStore, percent: Int) {
    self.store = store
    self.percent = Int64(percent)
  }

  /// Calls of the store, and grants that this edge gave itself because the store was away.
  package var callCounts: (store: Int, local: Int) { calls.withLock { $0 } }

  /// Takes ahead what an account is short of; the callers who wait for the same get it with this one.
  ///
  /// - Parameters:
  ///   - now: nanoseconds of the monotonic clock.
  ///   - seconds: since 1970.
  /// - Throws: when neither the store nor what stands in for it answers, or too many wait.
  func refill(
    _ policy: LimitPolicy, of account: LimitAccount, at now: Int64, seconds: Int64,
    in periods: UTCPeriods
  ) async throws(SharedStateFailure) {
    guard let leases = account.leases else { return }
    let failure = Mutex<SharedStateFailure?>(nil)
    let wasRun = await leases.flight.run {
      do throws(SharedStateFailure) {
        try await self.ask(policy, account, leases, now, seconds, periods)
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if !wasRun { throw .overloaded }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  private func ask(
    _ policy: LimitPolicy, _ account: LimitAccount, _ leases: LimitLeases, _ now: Int64,
    _ seconds: Int64, _ periods: UTCPeriods
  ) async throws(SharedStateFailure) {
    let limit = account.limit(policy)
    guard limit >= 0 else { return }
    held.withLock {
      $0[ObjectIdentifier(account)] = Held(account: account, refilledAt: seconds)
    }
    let key = Self.key(policy, account, periods)
    if policy == .minute {
      return try await askRate(key, leases, limit: limit, now)
    }
    let period = policy == .day ? periods.day : periods.month
    let end = policy == .day ? periods.dayEnd : periods.monthEnd
    let (left, batch) = leases.withCell(policy) { cell in
      (cell.left(in: period), self.batch(policy, limit))
    }
    calls.withLock { $0.store += 1 }
    let grant = try await store.takeQuota(
      key, limit: account.isSoft ? SharedStateBounds.quotaMax : limit,
      wanted: batch + max(0, -left),
      // An hour beyond the period: clocks of edges differ.
      expiresAt: SharedTime(seconds: end + 3600))
    if grant.isLocal { calls.withLock { $0.local += 1 } }
    leases.withCell(policy) { cell in
      if grant.granted > 0 {
        cell.add(
          grant.granted, in: period, goodUntil: .max, sharedUse: grant.used, keepsRest: true)
      } else {
        cell.becomeEmpty(until: now + Self.emptyNanoseconds, sharedUse: grant.used)
      }
    }
  }

  private func askRate(
    _ key: String, _ leases: LimitLeases, limit: Int64, _ now: Int64
  ) async throws(SharedStateFailure) {
    guard limit > 0 else {
      return leases.minute.becomeEmpty(until: now + Self.emptyNanoseconds, sharedUse: 0)
    }
    let rate = CellRate(Int(min(limit, 60_000_000)), per: .seconds(60))
    calls.withLock { $0.store += 1 }
    let wanted = Int(batch(.minute, limit))
    let grant = try await store.takeRate(key, rate, wanted: wanted, atLeast: 1)
    if grant.isLocal { calls.withLock { $0.local += 1 } }
    let wait = max(1, grant.retryAfter.wholeMicroseconds * 1000)
    if grant.granted > 0 {
      leases.minute.add(
        Int64(grant.granted), in: 0, goodUntil: now + Self.rateLeaseNanoseconds, sharedUse: 0,
        keepsRest: leases.minute.isGood(at: now))
      if grant.granted < wanted { leases.minute.rest(until: now + Self.scarceNanoseconds) }
      leases.note(
        remaining: Int64(grant.remaining), nextAt: now + rate.emissionInterval * 1000)
    } else {
      leases.minute.becomeEmpty(until: now + Self.emptyNanoseconds, sharedUse: 0)
      leases.note(remaining: 0, nextAt: now + wait)
    }
  }

  /// What is taken ahead of a limit at a time.
  private func batch(_ policy: LimitPolicy, _ limit: Int64) -> Int64 {
    let share = limit / 100 * percent + limit % 100 * percent / 100
    switch policy {
    case .minute, .day, .month: return min(max(share, 1), 10_000)
    case .bandwidth: return min(max(share, min(limit, 1 << 20), 1), 1 << 34)
    }
  }

  /// Puts what the database knows into the store where the store knows nothing, as after it was lost.
  func seed(
    _ account: LimitAccount, _ used: QuotaUse, seconds: Int64, in periods: UTCPeriods
  ) async throws(SharedStateFailure) {
    let policies: [(LimitPolicy, Int64, Int64)] = [
      (.day, used.dayRequests, periods.dayEnd), (.month, used.monthRequests, periods.monthEnd),
      (.bandwidth, used.monthBytes, periods.monthEnd),
    ]
    for (policy, count, end) in policies where count > 0 {
      let key = Self.key(policy, account, periods)
      do throws(SharedStateFailure) {
        _ = try await store.setIfAbsent(
          key, Array(String(count).utf8), expiresAfter: .seconds(end + 3600 - seconds))
      } catch {
        // Without the store limits are local, and those were restored from the database.
        guard error.isOutage else { throw error }
      }
    }
  }

  /// Gives back what accounts have ahead that have rested for a while, or all of them.
  package func giveBack(at seconds: Int64, everything: Bool = false) async {
    let resting = held.withLock { held in
      let resting = held.filter {
        everything || $0.value.refilledAt <= seconds - Self.restSeconds
      }
      for id in resting.keys { held[id] = nil }
      return resting.values.map(\.account)
    }
    let periods = UTCPeriods(at: seconds)
    for account in resting {
      guard let leases = account.leases else { continue }
      for policy in [LimitPolicy.day, .month, .bandwidth] {
        let rest = leases.withCell(policy) { $0.empty() }
        guard rest > 0 else { continue }
        // What cannot be given back is lost to the user for the rest of the period: at most one
        // batch, on the side of the limit.
        _ = try? await store.release(Self.key(policy, account, periods), quota: rest)
      }
    }
  }

  /// The key of a limit: no word of a credential, and one for each period.
  static func key(
    _ policy: LimitPolicy, _ account: LimitAccount, _ periods: UTCPeriods
  ) -> String {
    let period =
      switch policy {
      case .minute: ""
      case .day: "\(periods.day):"
      case .month, .bandwidth: "\(periods.month):"
      }
    return "limit:\(policy.rawValue):\(period)\(account.isOfToken ? "token" : "user"):\(account.id)"
  }
}
