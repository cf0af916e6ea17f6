/// The rule of a quota: what is used never grows past the limit, and never falls below 0.
package enum QuotaRule {
  /// Takes as much of what is wanted as is left.
  package static func take(used: Int64, limit: Int64, wanted: Int64) -> QuotaGrant {
    let granted = min(wanted, max(0, limit - used))
    return QuotaGrant(granted: granted, used: used + granted)
  }

  /// What is used after so much was given back.
  package static func release(used: Int64, count: Int64) -> Int64 { max(0, used - count) }
}
