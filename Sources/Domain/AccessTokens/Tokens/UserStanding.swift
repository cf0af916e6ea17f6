/// Where it is known what users may do: the port that tokens ask for their owners.
package protocol UserStanding: Sendable {
  /// What a user may do; nil for who is disabled or does not exist, whose tokens are worth nothing.
  func standing(of userID: String) async throws -> OwnerStanding?
}
