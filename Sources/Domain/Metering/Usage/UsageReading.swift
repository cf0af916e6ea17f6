/// Where it is known what was used before this edge started.
package protocol UsageReading: Sendable {
  /// What all credentials of a user have used in the periods of a moment, up to that moment.
  func use(ofUser user: String, in periods: UTCPeriods, at seconds: Int64) async throws -> QuotaUse

  /// What a token has used in the periods of a moment, up to that moment.
  func use(
    ofToken token: String, user: String, in periods: UTCPeriods, at seconds: Int64
  ) async throws -> QuotaUse
}
