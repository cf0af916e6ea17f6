internal import Billing
internal import Metering

/// What invoices are made from, as metering has stored it.
struct UsageForInvoices: UsageTotals {
  let store: UsageStore

  func totals(of userID: String, from start: Int64, to end: Int64) async throws -> UsageAmount {
    let counts = try await store.totals(userID: userID, from: start, to: end)
    return UsageAmount(
      requests: counts.requests, bytesUp: counts.bytesUp, bytesDown: counts.bytesDown)
  }
}
