internal import Billing
internal import Metering

/// What billing asks of metering.
struct MeteredUsage: UsageTotals {
  let store: UsageStore

  func totals(of userID: String, from start: Int64, to end: Int64) async throws -> UsageAmount {
    let counts = try await store.totals(userID: userID, from: start, to: end)
    return UsageAmount(
      requests: counts.requests, bytesUp: counts.bytesUp, bytesDown: counts.bytesDown)
  }
}
