/// What one credential of a user has used from one country on one day.
package struct CountryRow: Hashable, Sendable {
  /// The user and the token; the token's id is empty where there was none.
  package let userID: String
  package let tokenID: String
  /// When the day began in UTC, in seconds since 1970.
  package let day: Int64
  package var use: CountryUse

  /// A row.
  package init(userID: String, tokenID: String, day: Int64, use: CountryUse) {
    self.userID = userID
    self.tokenID = tokenID
    self.day = day
    self.use = use
  }
}
