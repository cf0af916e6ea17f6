internal import Persistence

/// What the lists and bans need of the database.
enum AddressMigrations {
  static let all = [
    Migration(
      id: "addresses-0001",
      statements: [
        """
        CREATE TABLE address_rules (
          id TEXT NOT NULL PRIMARY KEY, block TEXT NOT NULL UNIQUE, list TEXT NOT NULL,
          reason TEXT NOT NULL, created_at BIGINT NOT NULL, created_by TEXT NOT NULL,
          expires_at BIGINT)
        """,
        "CREATE INDEX address_rules_expiry ON address_rules (expires_at)",
        """
        CREATE TABLE address_bans (
          address TEXT NOT NULL PRIMARY KEY, reason TEXT NOT NULL, banned_at BIGINT NOT NULL,
          ends_at BIGINT NOT NULL, forgotten_at BIGINT NOT NULL, level BIGINT NOT NULL,
          note TEXT NOT NULL)
        """,
        "CREATE INDEX address_bans_end ON address_bans (forgotten_at)",
        "CREATE TABLE address_revisions (id BIGINT NOT NULL PRIMARY KEY, number BIGINT NOT NULL)",
        "INSERT INTO address_revisions (id, number) VALUES (1, 1)",
      ])
  ]
}
