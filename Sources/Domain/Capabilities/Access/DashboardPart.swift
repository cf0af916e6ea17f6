package import JSON

/// What a capability adds to the dashboard of a user.
package protocol DashboardPart: Sendable {
  /// The members that it adds, such as `subscription` or `usage`.
  func dashboard(of userID: String) async throws -> [JSONValue.Member]
}
