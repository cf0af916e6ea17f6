internal import Capabilities
package import Persistence
package import Routing

/// Requests that have their effect once, however often they are sent.
package struct IdempotencyCapability: Capability {
  /// The settings that the capability reads.
  package typealias Section = IdempotencySettings

  package static let name = "idempotency"
  package static let problems = IdempotencyProblems.all

  package static let migrations = [
    Migration(
      id: "idempotency-0001",
      statements: [
        """
        CREATE TABLE idempotent_requests (
          id TEXT NOT NULL PRIMARY KEY, payload TEXT NOT NULL, claim TEXT NOT NULL,
          claimed_until BIGINT NOT NULL, is_done BIGINT NOT NULL, response BYTEA,
          expires_at BIGINT NOT NULL)
        """,
        "CREATE INDEX idempotent_requests_expiry ON idempotent_requests (expires_at)",
      ])
  ]
}
