internal import Credentials
internal import Passwords
internal import Persistence

/// What was mailed: tokens that are used once, found by their digest, and the registrations that
/// wait for their answer.
struct MailedTokenStore: Sendable {
  /// What a token is for.
  enum Purpose: String, DatabaseConvertible {
    case verification, reset
  }

  /// Registrations wait here until their mail is answered.
  struct Pending: Sendable {
    let email: String
    let username: String
    let hash: PasswordHash
    let plan: String
  }

  /// A new token and what is stored of it.
  static func make() -> (text: String, digest: [UInt8]) {
    let text = "flm_" + SecureRandom.base62(32)
    return (text, SecretDigest.of(text))
  }

  /// Keeps the digest of a token; the user's earlier ones for that purpose are worth nothing then.
  ///
  /// - Parameter userID: empty for nobody, so that who asks for nobody costs as much.
  func add(
    _ digest: [UInt8], for purpose: Purpose, userID: String, expiresAt: Int64,
    in transaction: any DatabaseTransaction
  ) async throws(DatabaseFailure) {
    try await transaction.execute(
      "DELETE FROM mailed_tokens WHERE user_id = \(userID) AND purpose = \(purpose)")
    try await transaction.execute(
      """
      INSERT INTO mailed_tokens (digest, purpose, user_id, expires_at)
      VALUES (\(digest), \(purpose), \(userID), \(expiresAt))
      """)
  }

  /// Uses a token up; nil when it is unknown, was used, is for something else or too old.
  func take(
    _ text: String, for purpose: Purpose, at seconds: Int64, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> String? {
    let row = try await session.first(
      """
      DELETE FROM mailed_tokens WHERE digest = \(SecretDigest.of(text)) AND purpose = \(purpose)
        AND expires_at > \(seconds) AND user_id <> ''
      RETURNING user_id
      """)
    return try row?.value("user_id")
  }

  /// Makes a user's tokens for resetting the password worthless.
  func dropResets(
    of userID: String, in session: any DatabaseSession
  ) async throws(DatabaseFailure) {
    try await session.execute(
      "DELETE FROM mailed_tokens WHERE user_id = \(userID) AND purpose = \(Purpose.reset)")
  }

  /// Keeps a registration until its mail is answered.
  func add(
    _ pending: Pending, digest: [UInt8], expiresAt: Int64, in session: any DatabaseSession
  ) async throws(DatabaseFailure) {
    try await session.execute(
      """
      INSERT INTO pending_registrations (digest, email, username, password_hash, plan, expires_at)
      VALUES (\(digest), \(pending.email), \(pending.username), \(pending.hash.text),
        \(pending.plan), \(expiresAt))
      """)
  }

  /// Takes a registration whose mail was answered; nil when there is none.
  func takePending(
    _ text: String, at seconds: Int64, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> Pending? {
    let row = try await session.first(
      """
      DELETE FROM pending_registrations
      WHERE digest = \(SecretDigest.of(text)) AND expires_at > \(seconds)
      RETURNING email, username, password_hash, plan
      """)
    guard let row, let hash = PasswordHash(try row.value("password_hash")) else { return nil }
    return Pending(
      email: try row.value("email"), username: try row.value("username"), hash: hash,
      plan: try row.value("plan"))
  }

  /// Drops what is too old; some thousand at a time.
  func sweep(
    at seconds: Int64, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> Int {
    let tokens = try await session.execute(
      """
      DELETE FROM mailed_tokens WHERE digest IN (
        SELECT digest FROM mailed_tokens WHERE expires_at <= \(seconds) LIMIT 5000)
      """)
    let pending = try await session.execute(
      """
      DELETE FROM pending_registrations WHERE digest IN (
        SELECT digest FROM pending_registrations WHERE expires_at <= \(seconds) LIMIT 5000)
      """)
    return tokens + pending
  }
}
