/// What was counted for one credential of a user in one minute.
package struct UsageRow: Hashable, Sendable {
  /// The user and the token; the token's id is empty where there was none.
  package let userID: String
  package let tokenID: String
  /// When the minute began, in seconds since 1970.
  package let minute: Int64
  package var counts: UsageCounts

  /// A row.
  package init(userID: String, tokenID: String, minute: Int64, counts: UsageCounts) {
    self.userID = userID
    self.tokenID = tokenID
    self.minute = minute
    self.counts = counts
  }
}
