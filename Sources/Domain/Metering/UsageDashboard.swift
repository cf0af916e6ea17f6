internal import Capabilities
package import JSON

/// What a user sees of usage: today and this month, and how much of each limit that is.
package struct UsageDashboard: DashboardPart {
  private let store: UsageStore
  private let meters: Meters
  private let now: @Sendable () -> Int64

  /// - Parameter now: seconds since 1970.
  package init(store: UsageStore, meters: Meters, now: @escaping @Sendable () -> Int64) {
    self.store = store
    self.meters = meters
    self.now = now
  }

  package func dashboard(of userID: String) async throws -> [JSONValue.Member] {
    let seconds = now()
    let periods = UTCPeriods(at: seconds)
    let today = try await store.totals(
      userID: userID, from: periods.dayStart, to: seconds + 60)
    let month = try await store.totals(
      userID: userID, from: periods.monthStart, to: seconds + 60)
    let countries = try await store.countries(
      userID: userID, from: periods.monthStart, to: seconds + 60)
    return [
      .init(
        "usage",
        .object([
          .init("today", UsageRoutes.json(today)), .init("month", UsageRoutes.json(month)),
          .init("monthStart", .integer(periods.monthStart)),
          .init("monthEnd", .integer(periods.monthEnd)),
          .init("countries", UsageRoutes.json(countries)),
        ]))
    ]
  }
}
