/// Where metering says what it has noticed: who is told of a quota, and what of a token is unusual.
///
/// Fulfilled outside; nothing here waits for it longer than a flush takes.
package protocol MeteringReports: Sendable {
  /// Most of a quota, or all of it, was used; told once for each period.
  func quotaReached(_ notice: QuotaNotice, at seconds: Int64) async

  /// The use of a token is unusual.
  func tokenUnusual(_ anomaly: TokenAnomaly, userID: String, tokenID: String, at seconds: Int64)
    async

  /// These tokens were used; told about once a minute.
  func tokensUsed(_ uses: [(id: String, seconds: Int64)]) async

  /// Something of metering itself failed, and goes on later.
  func failed(_ what: String, _ error: any Error)
}
