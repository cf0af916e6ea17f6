internal import Capabilities
internal import ContentDelivery
package import Gateway
internal import Locks
package import Metering
package import Persistence
internal import Routing
internal import SQLiteDatabase
internal import TestSupport

/// An edge whose callers have tokens and whose usage is kept in a database.
package struct MeteredEdge: Sendable {
  /// The edge, the tokens that it knows, and what it stores usage in.
  package let edge: EdgeUnderTest
  package let credentials: TestCredentials
  package let database: any Database

  /// What was stored of usage.
  package var usage: UsageStore { UsageStore(database) }

  /// Runs `body` with an edge of its own; content needs a token unless `adjust` says otherwise.
  package static func with(
    _ adjust: (inout GatewaySettings) -> Void = { _ in },
    outlets: MeteringOutlets = MeteringOutlets(),
    _ body: (MeteredEdge) async throws -> Void
  ) async throws {
    let directory = TemporaryDirectory("metering")
    let database = try await SQLiteFile.open(SQLiteSettings(path: directory("usage.sqlite")))
    try await Migrator(
      database: database, migrations: MeteringCapability.migrations, now: { 0 }
    ).run()
    let credentials = TestCredentials()
    var parts = EdgeParts()
    parts.database = database
    parts.outlets = outlets
    // The settings are made before the guard is.
    let chosen = ChosenAreas()
    parts.admission = { meter in
      CredentialGuard(publicAreas: chosen.areas, source: credentials, meter: meter)
    }
    let result: Result<Void, any Error>
    do {
      try await EdgeUnderTest.with(
        { settings in
          settings.content.access = .token
          adjust(&settings)
          chosen.choose(settings.publicAreas)
        }, parts: parts
      ) { edge in
        try await body(MeteredEdge(edge: edge, credentials: credentials, database: database))
      }
      result = .success(())
    } catch {
      result = .failure(error)
    }
    await database.close()
    withExtendedLifetime(directory) {}
    try result.get()
  }

  /// The field of a request that carries a token.
  package static func key(_ secret: String) -> String { "X-API-Key: \(secret)" }
}

/// The areas that the settings of an edge open, as soon as they are made.
private final class ChosenAreas: Sendable {
  private let kept = Mutex<Set<RouteAccess.Area>>([])

  var areas: Set<RouteAccess.Area> { kept.withLock { $0 } }

  func choose(_ areas: Set<RouteAccess.Area>) { kept.withLock { $0 = areas } }
}
