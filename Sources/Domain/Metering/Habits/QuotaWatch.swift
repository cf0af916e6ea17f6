/// Notices when a quota is nearly or wholly used: once for each account, quota, period and level on
/// this edge; whether another edge was first the database knows.
struct QuotaWatch: Sendable {
  /// Percents that are told.
  static let levels: [Int64] = [80, 100]
  /// Accounts that are remembered; past it everything is asked of the database again.
  static let accountsMax = 200_000

  private struct Key: Hashable {
    let account: String
    let policy: LimitPolicy
  }

  private var told: [Key: (period: Int64, percent: Int64)] = [:]

  /// What is to be told of accounts that were used just now, whose meter names the user.
  mutating func notices(of meters: [Meter], in periods: UTCPeriods) -> [QuotaNotice] {
    if told.count > Self.accountsMax { told = [:] }
    var notices: [QuotaNotice] = []
    for meter in meters {
      for account in [meter.user, meter.own] where account.isLimited {
        for policy in [LimitPolicy.day, .month, .bandwidth] {
          if let notice = notice(policy, account, meter.userID, periods) { notices.append(notice) }
        }
      }
    }
    return notices
  }

  private mutating func notice(
    _ policy: LimitPolicy, _ account: LimitAccount, _ userID: String, _ periods: UTCPeriods
  ) -> QuotaNotice? {
    let limit = account.limit(policy)
    guard limit > 0 else { return nil }
    let used = account.used(policy, in: periods)
    guard let percent = Self.levels.last(where: { used >= Self.threshold($0, of: limit) }) else {
      return nil
    }
    let period = policy == .day ? periods.day : periods.month
    let name = "\(account.isOfToken ? "token" : "user"):\(account.id)"
    let key = Key(account: name, policy: policy)
    if let last = told[key], last.period == period, last.percent >= percent { return nil }
    told[key] = (period, percent)
    return QuotaNotice(
      account: name, userID: userID, policy: policy, period: period, percent: percent, used: used,
      limit: limit)
  }

  /// The least use that reaches a percentage, rounded up.
  private static func threshold(_ percent: Int64, of limit: Int64) -> Int64 {
    limit / 100 * percent + (limit % 100 * percent + 99) / 100
  }
}
