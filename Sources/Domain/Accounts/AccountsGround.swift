package import Capabilities
package import Persistence
package import SharedState

/// What accounts stand on: ports that the composition fulfils.
package struct AccountsGround: Sendable {
  /// Where users and sessions are stored.
  package var database: any Database
  /// Where failures to sign in are counted for all edges.
  package var shared: any SharedStateStore
  /// Where passwords are hashed.
  package var offload: any Offload
  /// How many at once when the settings leave it open.
  package var processorCount: Int
  /// Who delivers mail; nil when nobody does.
  package var mailer: (any Mailer)?
  package var audit: any AuditTrail
  /// Who is told when a session or a user has changed.
  package var changes: any CredentialChanges
  package var subscriptions: any SubscriptionStarter
  package var standings: any UserStandings
  /// The keys of signed tokens; nil when none are configured.
  package var signingKeys: SigningKeys?
  /// The time, in seconds since 1970.
  package var now: @Sendable () -> Int64

  /// The ground.
  package init(
    database: any Database, shared: any SharedStateStore, offload: any Offload,
    processorCount: Int, mailer: (any Mailer)?, audit: any AuditTrail,
    changes: any CredentialChanges, subscriptions: any SubscriptionStarter,
    standings: any UserStandings, signingKeys: SigningKeys?,
    now: @escaping @Sendable () -> Int64
  ) {
    self.database = database
    self.shared = shared
    self.offload = offload
    self.processorCount = processorCount
    self.mailer = mailer
    self.audit = audit
    self.changes = changes
    self.subscriptions = subscriptions
    self.standings = standings
    self.signingKeys = signingKeys
    self.now = now
  }
}
