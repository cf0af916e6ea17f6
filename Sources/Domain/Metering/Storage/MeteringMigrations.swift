internal import Persistence

/// The tables of metering.
enum MeteringMigrations {
  /// All of them, oldest first.
  ///
  /// Minutes are ordered by time, because they are written at its end and go at its beginning; the
  /// rest by user and token, because that is how it is read.
  static let all = [
    Migration(
      id: "metering-0001",
      statements: [
        """
        CREATE TABLE usage_batches
          (id TEXT NOT NULL PRIMARY KEY, written_at BIGINT NOT NULL)
        """,
        "CREATE INDEX usage_batches_by_time ON usage_batches (written_at)",
        """
        CREATE TABLE usage_marks
          (start BIGINT NOT NULL PRIMARY KEY, rolled BIGINT NOT NULL)
        """,
        """
        CREATE TABLE usage_minutes
          (start BIGINT NOT NULL, user_id TEXT NOT NULL, token_id TEXT NOT NULL,
           requests BIGINT NOT NULL, bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL,
           hits BIGINT NOT NULL, misses BIGINT NOT NULL,
           PRIMARY KEY (start, user_id, token_id))
        """,
        """
        CREATE TABLE usage_periods
          (user_id TEXT NOT NULL, token_id TEXT NOT NULL, resolution BIGINT NOT NULL,
           start BIGINT NOT NULL,
           requests BIGINT NOT NULL, bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL,
           hits BIGINT NOT NULL, misses BIGINT NOT NULL,
           PRIMARY KEY (user_id, token_id, resolution, start))
        """,
        "CREATE INDEX usage_periods_by_time ON usage_periods (resolution, start)",
        """
        CREATE TABLE usage_tokens
          (token_id TEXT NOT NULL PRIMARY KEY, last_used_at BIGINT NOT NULL)
        """,
        """
        CREATE TABLE usage_notices
          (account TEXT NOT NULL, policy TEXT NOT NULL, period BIGINT NOT NULL,
           level BIGINT NOT NULL, noticed_at BIGINT NOT NULL,
           PRIMARY KEY (account, policy, period, level))
        """,
      ]),
    Migration(
      id: "metering-0002",
      statements: [
        "ALTER TABLE usage_minutes ADD COLUMN bytes_stored BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE usage_periods ADD COLUMN bytes_stored BIGINT NOT NULL DEFAULT 0",
        """
        CREATE TABLE usage_countries
          (user_id TEXT NOT NULL, token_id TEXT NOT NULL, start BIGINT NOT NULL,
           country TEXT NOT NULL, requests BIGINT NOT NULL, bytes BIGINT NOT NULL,
           PRIMARY KEY (user_id, token_id, start, country))
        """,
        "CREATE INDEX usage_countries_by_time ON usage_countries (start)",
      ]),
  ]
}
