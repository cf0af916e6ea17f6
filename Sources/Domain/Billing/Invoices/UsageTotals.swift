/// What a user has used: the port that billing reads metering through.
package protocol UsageTotals: Sendable {
  /// What was used from a moment on and before another, in seconds since 1970.
  ///
  /// It may count in minutes or longer periods, as long as a later end never gives less.
  func totals(of userID: String, from start: Int64, to end: Int64) async throws -> UsageAmount
}
