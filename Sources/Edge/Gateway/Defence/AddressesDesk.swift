package import Bytes
package import AddressScreening
internal import Capabilities
internal import Glibc
internal import Telemetry

/// What the command does to lists and bans, on the database itself, beside a running edge or without
/// one.
package struct AddressesDesk: Sendable {
  private let edits: AddressEdits

  /// Opens the database that the settings name, brings its schema forward, and runs the body.
  ///
  /// - Throws: `DatabaseFailure`, `MigrationFailure`, and what the body throws.
  package static func with<Value: Sendable>(
    _ settings: GatewaySettings, _ body: (AddressesDesk) async throws -> Value
  ) async throws -> Value {
    let logger = Logger(label: "floe.addresses", handler: SilentLogHandler())
    // Running edges look at the database for what is changed here: nobody has to be told.
    return try await CommandGround.with(settings, logger: logger, untold: {}) { ground in
      try await body(
        AddressesDesk(
          edits: AddressEdits(
            AddressStore(ground.subscribers.database), audit: ground.subscribers.audit,
            settings: settings.addresses)))
    }
  }

  /// The rules of administrators and the bans that hold.
  package func list() async throws -> (rules: [AddressRule], bans: [AddressBan]) {
    try await edits.listed(at: Int64(time(nil)))
  }

  /// Puts a block into a list.
  ///
  /// - Throws: `Problem` (`too-many-address-rules`), what the stores throw.
  package func list(
    _ block: AddressBlock, in list: AddressList, reason: String, expiresAt: Int64?
  ) async throws -> AddressRule {
    try await edits.list(
      block, in: list, reason: reason, expiresAt: expiresAt, by: .command, at: Int64(time(nil)))
  }

  /// Takes the rule of an id, or of a block, off its list; nil when there is none.
  package func unlist(_ idOrBlock: String) async throws -> AddressRule? {
    try await edits.unlist(idOrBlock, by: .command, at: Int64(time(nil)))
  }

  /// Bans an address for so many seconds; nil for what is no address.
  package func ban(_ address: String, seconds: Int64, note: String) async throws -> AddressBan? {
    try await edits.ban(
      address, seconds: seconds, note: note, by: .command, at: Int64(time(nil)))
  }

  /// Ends a ban; nil for what is no address, false when there was none.
  package func unban(_ address: String) async throws -> Bool? {
    try await edits.unban(address, by: .command, at: Int64(time(nil)))
  }
}
