package import Capabilities
package import Lifecycle
package import Persistence
package import Routing
package import Telemetry

/// Tokens with which programs call the interface.
package struct AccessTokensCapability: Capability {
  /// The settings that the capability reads.
  package typealias Section = AccessTokensSettings

  package static let name = "tokens"
  package static let problems = AccessTokensProblems.all

  /// The tokens.
  package let tokens: AccessTokenStore
  private let settings: AccessTokensSettings
  private let audit: any AuditTrail
  private let changes: any CredentialChanges
  private let note: @Sendable (TokenEvent) -> Void

  /// The capability over its store.
  ///
  /// - Parameters:
  ///   - changes: told when a token was revoked, narrowed or rotated.
  ///   - note: told of everything that happens to tokens, for metrics.
  package init(
    _ tokens: AccessTokenStore, settings: AccessTokensSettings, audit: any AuditTrail,
    changes: any CredentialChanges, note: @escaping @Sendable (TokenEvent) -> Void = { _ in }
  ) {
    self.tokens = tokens
    self.settings = settings
    self.audit = audit
    self.changes = changes
    self.note = note
  }

  package var routes: [Route] {
    TokenRoutes(
      tokens: tokens, audit: audit, changes: changes,
      lifetimeMax: settings.lifetimeMax.components.seconds, note: note
    ).routes
  }

  /// Removes what is past, again and again.
  package func sweeper(
    every pause: Duration, clock: any Clock<Duration> = ContinuousClock(), logger: Logger,
    now: @escaping @Sendable () -> Int64
  ) -> BackgroundService {
    BackgroundService { ready in
      ready()
      while !Task.isCancelled {
        do {
          let now = now()
          try await tokens.sweep(
            at: now, revokedBefore: now - settings.revokedTime.components.seconds)
        } catch {
          logger.error("Old tokens could not be swept; it is tried again.", error: error)
        }
        try await clock.sleep(for: pause)
      }
    }
  }

  package static let migrations = [
    Migration(
      id: "tokens-0001",
      statements: [
        """
        CREATE TABLE access_tokens (
          id TEXT NOT NULL PRIMARY KEY, user_id TEXT NOT NULL, name TEXT NOT NULL,
          permissions BIGINT NOT NULL, addresses TEXT NOT NULL, per_minute BIGINT,
          per_day BIGINT, per_month BIGINT, bytes_per_month BIGINT, created_at BIGINT NOT NULL,
          expires_at BIGINT, rotated_at BIGINT, revoked_at BIGINT, last_used_at BIGINT)
        """,
        "CREATE INDEX access_tokens_user ON access_tokens (user_id, created_at)",
        "CREATE INDEX access_tokens_revoked ON access_tokens (revoked_at)",
        """
        CREATE TABLE access_token_secrets (
          hash BYTEA NOT NULL PRIMARY KEY, token_id TEXT NOT NULL, prefix TEXT NOT NULL,
          last_four TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT)
        """,
        "CREATE INDEX access_token_secrets_token ON access_token_secrets (token_id)",
        "CREATE INDEX access_token_secrets_expiry ON access_token_secrets (expires_at)",
      ])
  ]
}
