internal import Billing

/// Stands in until usage is counted: nobody has used anything, and invoices have the prices of plans
/// alone.
struct UsageWithoutMetering: UsageTotals {
  func totals(of userID: String, from start: Int64, to end: Int64) async throws -> UsageAmount {
    UsageAmount()
  }
}
