import Capabilities
import DomainTesting
import JSON
import Persistence
import Routing
import Settings

@testable import AccessTokens

/// Tokens with a database, a clock that a test moves, and everything that they meet.
final class TokensUnderTest: Sendable {
  static let rights: Permission = [.readCDN, .uploadFiles, .viewAnalytics, .manageCache]

  let trail = RecordedTrail()
  let changes = RecordedChanges()
  let users = StandingTable()
  let capability: AccessTokensCapability
  let source: TokenCredentials
  let time = HandMovedTime()
  let events = Notes<TokenEvent>()

  init(_ database: any Database, perUserMax: Int = 10) {
    var settings = try! SettingsSources().load(AccessTokensSettings.self).settings
    settings.perUserMax = perUserMax
    let note: @Sendable (TokenEvent) -> Void = { [events] in events.add($0) }
    capability = AccessTokensCapability(
      AccessTokenStore(database, perUserMax: perUserMax), settings: settings, audit: trail,
      changes: changes, note: note)
    source = TokenCredentials(
      capability.tokens, users: users, now: { [time] in time.now }, note: note)
    users.allow("usr_1", Self.rights)
  }

  static func user(_ id: String = "usr_1", _ permissions: Permission = rights) -> Caller {
    Caller(.session, userID: id, credentialID: "ses_1", permissions: permissions)
  }

  func send(
    _ method: String, _ target: String, _ document: JSONValue? = nil, caller: Caller = user()
  ) async throws -> SentAnswer {
    try await RouteBench(capability.routes).send(
      SentRequest(method, target, document, caller: caller, at: time.now))
  }

  /// A new token: its id and its secret.
  func make(_ extra: [JSONValue.Member] = []) async throws -> (id: String, secret: String) {
    let answer = try await send(
      "POST", "/users/tokens",
      .object(
        [.init("name", "A"), .init("permissions", ["READ_CDN", "UPLOAD_FILES"])] + extra))
    guard let id = answer.document["id"].string, let secret = answer.document["token"].string
    else { throw Unmade(status: answer.status) }
    return (id, secret)
  }

  struct Unmade: Error {
    let status: Int
  }
}
