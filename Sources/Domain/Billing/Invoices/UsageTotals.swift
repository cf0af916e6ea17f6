/// What a user has used: the port that billing reads metering through.
package protocol UsageTotals: Sendable {
  /// What was used from a moment on and before another, in seconds since 1970.
  ///
  /// Whatever its grain is, neighbours must add up: the totals of [a, b) and [b, c) are those of
  /// [a, c).
  func totals(of userID: String, from start: Int64, to end: Int64) async throws -> UsageAmount
}
