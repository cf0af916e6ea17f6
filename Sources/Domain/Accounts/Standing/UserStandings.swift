/// Where it is known which plan a user has, and what that allows: the capability with the plans.
package protocol UserStandings: Sendable {
  /// The standing of a user at a moment, in seconds since 1970.
  ///
  /// - Throws: when it cannot be found out; the request is answered with 503.
  func standing(of userID: String, at seconds: Int64) async throws -> Standing
}
