internal import Persistence

/// What a user is on this server.
package enum UserRole: String, CaseIterable, Sendable, DatabaseConvertible {
  /// May do what the plan allows.
  case user
  /// May do everything.
  case administrator
}
