internal import Capabilities
internal import ContentDelivery
package import Gateway
internal import Locks
package import Metering
internal import Routing
internal import SQLiteDatabase
internal import TestSupport

/// An edge whose callers have tokens and whose usage is kept in a database.
package struct MeteredEdge: Sendable {
  /// The edge and the tokens that it knows.
  package let edge: EdgeUnderTest
  package let credentials: TestCredentials
  private let file: String

  /// What was stored of usage.
  package var usage: UsageStore { UsageStore(edge.edge.database) }

  /// Passes what was stored of usage to a body, also when the edge has stopped.
  package func withStoredUsage(_ body: (UsageStore) async throws -> Void) async throws {
    let database = try await SQLiteFile.open(SQLiteSettings(path: file))
    do { try await body(UsageStore(database)) } catch {
      await database.close()
      throw error
    }
    await database.close()
  }

  /// Runs `body` with an edge of its own; content needs a token unless `adjust` says otherwise.
  package static func with(
    _ adjust: (inout GatewaySettings) -> Void = { _ in },
    outlets: MeteringOutlets = MeteringOutlets(),
    _ body: (MeteredEdge) async throws -> Void
  ) async throws {
    let directory = TemporaryDirectory("metering")
    let credentials = TestCredentials()
    var parts = EdgeParts()
    parts.outlets = outlets
    // The settings are made before the guard is.
    let chosen = ChosenAreas()
    parts.credentials = credentials
    parts.admission = { source, meter in
      CredentialGuard(publicAreas: chosen.areas, source: source, meter: meter)
    }
    try await EdgeUnderTest.with(
      { settings in
        settings.content.access = .token
        settings.dataDirectory = directory("data")
        adjust(&settings)
        chosen.choose(settings.publicAreas)
      }, parts: parts
    ) { edge in
      try await body(
        MeteredEdge(edge: edge, credentials: credentials, file: directory("data/floe.sqlite")))
    }
    withExtendedLifetime(directory) {}
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
