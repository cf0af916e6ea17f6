package import Persistence

/// Where users are written to, for capabilities that have something to tell them.
package struct UserAddresses: Sendable {
  private let database: any Database
  private let users = UserStore()

  /// The addresses of the users in a database, which may be opened later.
  package init(_ database: any Database) { self.database = database }

  /// The email of a user; nil for who does not exist, or may not sign in.
  package func email(of userID: String) async throws -> String? {
    guard let user = try await users.user(userID, in: database), user.isActive else { return nil }
    return user.email
  }
}
