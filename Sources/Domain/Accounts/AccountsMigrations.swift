internal import Persistence

/// The tables of users, their sessions and what was mailed to them.
enum AccountsMigrations {
  static let all = [
    Migration(
      id: "accounts-0001",
      statements: [
        """
        CREATE TABLE users (
          id TEXT NOT NULL PRIMARY KEY,
          email TEXT NOT NULL,
          email_key TEXT NOT NULL UNIQUE,
          username TEXT NOT NULL,
          password_hash TEXT NOT NULL,
          role TEXT NOT NULL,
          is_active BIGINT NOT NULL,
          verified_at BIGINT,
          created_at BIGINT NOT NULL,
          password_changed_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX users_by_role ON users (role)",
        """
        CREATE TABLE sessions (
          id TEXT NOT NULL PRIMARY KEY,
          user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
          token_digest BYTEA NOT NULL UNIQUE,
          created_at BIGINT NOT NULL,
          seen_at BIGINT NOT NULL,
          expires_at BIGINT NOT NULL,
          address TEXT NOT NULL,
          agent TEXT NOT NULL
        )
        """,
        "CREATE INDEX sessions_by_user ON sessions (user_id, created_at)",
        "CREATE INDEX sessions_by_expiry ON sessions (expires_at)",
        """
        CREATE TABLE mailed_tokens (
          digest BYTEA NOT NULL PRIMARY KEY,
          purpose TEXT NOT NULL,
          user_id TEXT NOT NULL,
          expires_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX mailed_tokens_by_user ON mailed_tokens (user_id, purpose)",
        "CREATE INDEX mailed_tokens_by_expiry ON mailed_tokens (expires_at)",
        """
        CREATE TABLE pending_registrations (
          digest BYTEA NOT NULL PRIMARY KEY,
          email TEXT NOT NULL,
          username TEXT NOT NULL,
          password_hash TEXT NOT NULL,
          plan TEXT NOT NULL,
          expires_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX pending_registrations_by_expiry ON pending_registrations (expires_at)",
      ])
  ]
}
