internal import Capabilities
internal import JSON
internal import Persistence

/// Somebody with an account.
package struct User: Hashable, Sendable {
  /// `usr_` and 22 random characters; never changes.
  package let id: String
  /// Where mail goes.
  package let email: String
  /// What the user is shown by.
  package var username: String
  package var role: UserRole
  /// Whether the account may be used.
  package var isActive: Bool
  /// Seconds since 1970: when the email was confirmed, if it was, and when the account was made.
  package var verifiedAt: Int64?
  package let createdAt: Int64

  /// The user of a row of `users`.
  init(_ row: Row) throws(DatabaseFailure) {
    id = try row.value("id")
    email = try row.value("email")
    username = try row.value("username")
    role = try row.value("role")
    isActive = try row.value("is_active")
    verifiedAt = try row.value("verified_at")
    createdAt = try row.value("created_at")
  }

  /// A user.
  package init(
    id: String, email: String, username: String, role: UserRole, verifiedAt: Int64?,
    createdAt: Int64
  ) {
    self.id = id
    self.email = email
    self.username = username
    self.role = role
    isActive = true
    self.verifiedAt = verifiedAt
    self.createdAt = createdAt
  }

  /// What the user is told of itself.
  ///
  /// - Parameter plan: the name of the user's plan.
  func document(plan: String) -> JSONValue {
    [
      "id": .string(id), "email": .string(email), "username": .string(username),
      "role": .string(role.rawValue), "subscriptionTier": .string(plan),
      "emailVerified": .bool(verifiedAt != nil),
      "createdAt": .string(Timestamp(seconds: createdAt).text),
    ]
  }
}
