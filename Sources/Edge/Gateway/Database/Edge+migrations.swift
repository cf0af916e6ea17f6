internal import AccessTokens
internal import Accounts
internal import AddressScreening
internal import Audit
internal import Billing
internal import Capabilities
internal import ContentDelivery
internal import Metering
internal import Glibc
internal import Idempotency
package import Persistence

extension Edge {
  /// The migrations of every capability, in the order in which they are run.
  package static let migrations: [Migration] =
    ContentDeliveryCapability.migrations + MeteringCapability.migrations
    + AccountsCapability.migrations
    + AuditCapability.migrations + BillingCapability.migrations
    + AccessTokensCapability.migrations + IdempotencyCapability.migrations
    + AddressScreeningCapability.migrations

  /// Opens the database that the settings name and hands it to the body, for commands beside a
  /// running edge.
  ///
  /// - Throws: `DatabaseFailure` when it cannot be opened, and what the body throws.
  package static func withDatabase<Value>(
    _ settings: GatewaySettings, _ body: (any Database) async throws -> Value
  ) async throws -> Value {
    let database = try await EdgeDatabase.open(settings)
    do {
      let value = try await body(database)
      await database.close()
      return value
    } catch {
      await database.close()
      throw error
    }
  }

  /// A migrator of these migrations, by the system's clock.
  package static func migrator(
    _ database: any Database, _ migrations: [Migration] = migrations
  ) -> Migrator {
    Migrator(database: database, migrations: migrations, now: { Int64(time(nil)) })
  }
}
