internal import Persistence

/// Drops sessions, mailed tokens and waiting registrations whose time is over.
package struct SweepAccounts: Sendable {
  /// How often it is worth doing.
  package static let intervalMilliseconds: UInt64 = 600_000

  let ground: AccountsGround
  let idle: Int64
  let sessions = SessionStore()
  let tokens = MailedTokenStore()

  /// Drops some thousand at most, and gives how many.
  @discardableResult
  package func callAsFunction() async throws -> Int {
    let now = ground.now()
    return try await sessions.sweep(at: now, idle: idle, in: ground.database)
      + tokens.sweep(at: now, in: ground.database)
  }
}
