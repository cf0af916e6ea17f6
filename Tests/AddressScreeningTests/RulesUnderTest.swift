import Bytes
import Capabilities
import DomainTesting
import JSON
import Lifecycle
import Persistence
import Routing
import Settings
import SharedState
import Telemetry

@testable import AddressScreening

/// One edge's rules with a database, what it shares with others, and a clock that a test moves.
final class RulesUnderTest: Sendable {
  static let administrator = Caller(
    .session, userID: "usr_admin", credentialID: "ses_1", permissions: .admin)

  let rules: AddressRules
  let keeping: AddressKeeping
  let capability: AddressScreeningCapability
  let trail = RecordedTrail()
  let time: HandMovedTime

  static func settings() -> AddressScreeningSettings {
    try! SettingsSources().load(AddressScreeningSettings.self).settings
  }

  init(
    _ database: any Database, shared: any SharedStateStore, time: HandMovedTime = HandMovedTime(),
    settings: AddressScreeningSettings = settings()
  ) {
    self.time = time
    let now: @Sendable () -> Int64 = { time.now }
    rules = AddressRules(settings, counts: SecurityCounts(), now: now)
    let store = AddressStore(database)
    keeping = AddressKeeping(
      rules, store: store, settings: settings, shared: shared, audit: trail,
      logger: Logger(label: "test", handler: SilentLogHandler()), now: now,
      everyLoopPassed: {})
    capability = AddressScreeningCapability(
      rules, store: store, keeping: keeping, settings: settings, audit: trail)
  }

  static func local() -> LocalSharedState {
    LocalSharedState(now: { SharedTime(microseconds: 0) })
  }

  /// Runs the body while what goes on beside requests goes on, its ticker excepted.
  func running<Value>(_ body: () async throws -> Value) async throws -> Value {
    let (keeper, reader) = (keeping.keeper(), keeping.reader())
    try await keeper.start()
    try await reader.start()
    do {
      let value = try await body()
      await reader.stop()
      await keeper.stop()
      return value
    } catch {
      await reader.stop()
      await keeper.stop()
      throw error
    }
  }

  func send(
    _ method: String, _ target: String, _ document: JSONValue? = nil,
    caller: Caller = administrator
  ) async throws -> SentAnswer {
    try await RouteBench(capability.routes).send(
      SentRequest(method, target, document, caller: caller, at: time.now))
  }

  func refusal(of address: String) -> AddressRefusal? {
    rules.refusal(of: PeerAddress(parsing: address)!, at: time.now)
  }

  /// Attacks until the address is banned.
  func attack(from address: String) {
    for _ in 0..<51 {
      rules.note(.refused, of: PeerAddress(parsing: address)!, at: time.now)
    }
  }

  /// Waits until something holds, and says whether it does.
  func eventually(_ holds: () async throws -> Bool) async rethrows -> Bool {
    for _ in 0..<2000 {
      if try await holds() { return true }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return false
  }
}
