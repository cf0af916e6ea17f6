import Locks

@testable import Billing

/// Usage that a test has put there, at moments.
final class ManualUsage: UsageTotals {
  private let events = Mutex<[(user: String, at: Int64, amount: UsageAmount)]>([])

  func use(_ user: String, at seconds: Int64, _ amount: UsageAmount) {
    events.withLock { $0.append((user, seconds, amount)) }
  }

  func totals(of userID: String, from start: Int64, to end: Int64) async throws -> UsageAmount {
    events.withLock { events in
      events.filter { $0.user == userID && $0.at >= start && $0.at < end }
        .reduce(into: UsageAmount()) { sum, event in
          sum.requests += event.amount.requests
          sum.bytesUp += event.amount.bytesUp
          sum.bytesDown += event.amount.bytesDown
        }
    }
  }
}
