internal import Passwords

/// What somebody registers with, every field of it checked.
package struct NewAccount: Sendable {
  let email: EmailAddress
  let username: String
  let password: Password
  /// The name of the plan.
  let plan: String
}
