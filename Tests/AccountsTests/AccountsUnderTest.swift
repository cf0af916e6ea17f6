import Accounts
import Bytes
import Capabilities
import HTTP
import JSON
import Locks
import Persistence
import PostgreSQLDatabase
import Routing
import SQLiteDatabase
import ServerTesting
import Settings
import SharedState
import TestSupport
import Testing

/// Accounts over a database of their own in a file, with a clock that is moved by hand.
///
/// Routes are called as the router calls them, without a server: what is sent and answered are the
/// values of `Routing`.
final class AccountsUnderTest: Sendable {
  let capability: AccountsCapability
  let database: any Database
  let clock: HandClock
  let mailbox: Mailbox
  let trail: RecordedTrail
  let changes: RecordedChanges
  let offload: CountingOffload
  private let sources: [any CredentialSource]

  private init(
    _ settings: AccountsSettings, _ database: any Database, sendsMail: Bool
  ) throws {
    let (clock, mailbox, trail) = (HandClock(), Mailbox(), RecordedTrail())
    let (changes, offload) = (RecordedChanges(), CountingOffload())
    self.database = database
    self.clock = clock
    self.mailbox = mailbox
    self.trail = trail
    self.changes = changes
    self.offload = offload
    let plans = FreePlan()
    capability = AccountsCapability(
      settings: settings,
      ground: AccountsGround(
        database: database,
        shared: LocalSharedState { SharedTime(seconds: clock.seconds) }, offload: offload,
        processorCount: 2, mailer: sendsMail ? mailbox : nil, audit: trail, changes: changes,
        subscriptions: plans, standings: plans,
        signingKeys: try SigningKeys(
          ["k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"], algorithm: .edDSA),
        now: { clock.seconds }), parts: [plans])
    sources =
      [capability.sessionCredentials] + [capability.signedTokenCredentials].compactMap { $0 }
  }

  /// Where accounts are stored.
  enum Store: String, CaseIterable, Sendable {
    case sqlite, postgreSQL

    /// An empty database.
    func open(in directory: TemporaryDirectory) async throws -> any Database {
      switch self {
      case .sqlite:
        // A loaded machine makes callers wait, and that is not what is tried here.
        var settings = SQLiteSettings(path: directory("floe.sqlite"))
        settings.waitTimeout = .seconds(60)
        settings.transactionTimeout = .seconds(60)
        return try await SQLiteFile.open(settings)
      case .postgreSQL:
        var settings = PostgreSQLSettings(url: await PostgreSQLServer.shared.makeDatabase())
        settings.waitTimeout = .seconds(60)
        settings.transactionTimeout = .seconds(60)
        return try await PostgreSQLPool(settings)
      }
    }
  }

  /// Runs the body with accounts of its own.
  static func with(
    on store: Store = .sqlite, sendsMail: Bool = true,
    _ adjust: (inout AccountsSettings) -> Void = { _ in },
    _ body: (AccountsUnderTest) async throws -> Void
  ) async throws {
    let directory = TemporaryDirectory("accounts")
    let database = try await store.open(in: directory)
    var settings = try SettingsSources().load(AccountsSettings.self).settings
    settings.bcryptCost = 4
    settings.registration = .direct
    adjust(&settings)
    do {
      try await Migrator(
        database: database, migrations: AccountsCapability.migrations, now: { 1 }
      ).run()
      try await body(AccountsUnderTest(settings, database, sendsMail: sendsMail))
    } catch {
      await database.close()
      throw error
    }
    await database.close()
    withExtendedLifetime(directory) {}
  }

  /// The test itself has written no request.
  struct Malformed: Error {}

  // MARK: What is asked

  /// Calls a route with a JSON content, signed in by a token if one is given.
  func call(
    _ method: Method, _ target: String, _ content: JSONValue? = nil, token: String? = nil,
    from address: UInt32 = 0x7f00_0001
  ) async throws -> Answer {
    let router = try Router(
      capability.routes,
      admission: TokenGuard(sources: sources, now: { [clock] in clock.seconds }))
    var lines = ["\(method.name) \(target) HTTP/1.1", "Host: floe", "User-Agent: test"]
    let body = content?.bytes ?? []
    if content != nil { lines.append("Content-Type: application/json") }
    if let token { lines.append("X-API-Key: \(token)") }
    let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    let head = RequestHead()
    var parser = RequestParser()
    guard case .complete = parser.parse(bytes.span, into: head, limits: RequestLimits()) else {
      throw Malformed()
    }
    let response = await router.respond(
      to: Request(
        head: head, bytes: bytes, body: WholeBody(body), id: "test",
        peer: PeerAddress(ipv4: address, port: 1), shard: 0, receivedAt: clock.seconds))
    return try Answer(response)
  }

  /// Registers a user and gives the token of the first session.
  func register(_ email: String = "ada@example.com") async throws -> String {
    let answer = try await call(
      .post, "/users/register", ["email": .string(email), "password": "correct horse"])
    try #require(answer.status == 201, "\(answer.text)")
    return try #require(answer["sessionToken"])
  }

  /// Signs in; the answer whatever it is.
  func signIn(
    _ email: String = "ada@example.com", _ password: String = "correct horse",
    from address: UInt32 = 0x7f00_0001
  ) async throws -> Answer {
    try await call(
      .post, "/users/login", ["email": .string(email), "password": .string(password)],
      from: address)
  }

  /// Whether a token is worth anything.
  func isWorth(_ token: String) async throws -> Bool {
    try await call(.get, "/users/profile", token: token).status == 200
  }

  /// The rows of a table.
  func count(_ sql: SQL) async throws -> Int {
    let row = try #require(try await database.first(sql))
    return try row.value(at: 0)
  }
}
