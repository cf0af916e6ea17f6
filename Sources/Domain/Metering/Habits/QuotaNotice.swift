/// Somebody has used most of a quota, or all of it: told once for each period.
package struct QuotaNotice: Hashable, Sendable {
  /// The account: `user:` or `token:` and the id.
  package let account: String
  /// The user who is told.
  package let userID: String
  package let policy: LimitPolicy
  /// The number of the day or the month.
  package let period: Int64
  /// 80 or 100.
  package let percent: Int64
  /// What was used, and the limit.
  package let used: Int64
  package let limit: Int64
}
