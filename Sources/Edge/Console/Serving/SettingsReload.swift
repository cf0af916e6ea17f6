internal import Gateway
internal import Settings
internal import Telemetry

/// Reads the settings again, and puts those into force that may change while the server runs.
struct SettingsReload {
  private let invocation: Invocation
  private let logger: Logger
  private let apply: @Sendable (GatewaySettings) async -> Void
  /// What the server runs with.
  private var inForce: SettingsReport

  init(
    invocation: Invocation, inForce: SettingsReport, logger: Logger,
    apply: @escaping @Sendable (GatewaySettings) async -> Void
  ) {
    self.invocation = invocation
    self.inForce = inForce
    self.logger = logger
    self.apply = apply
  }

  /// Reads them once. Where anything is wrong, nothing changes and everything wrong is logged.
  mutating func run() async {
    let loaded: LoadedSettings<GatewaySettings>
    do throws(CommandFailure) {
      loaded = try invocation.settings(checksSecrets: true)
    } catch {
      for sentence in error.sentences {
        logger.error("The settings stay as they are: \(sentence)")
      }
      return
    }
    for warning in loaded.warnings { logger.warning("\(warning)") }
    let changes = loaded.report.changes(since: inForce)
    await apply(loaded.settings)
    inForce = inForce.reloaded(from: loaded.report)
    for row in changes {
      if row.key.isReloadable {
        logger.notice("\(row.key.name) is \(row.value) now, from \(row.source).")
      } else {
        logger.warning("\(row.key.name) has changed and needs a restart to take effect.")
      }
    }
    logger.notice(
      "The settings were read again.", metadata: ["changes": .integer(changes.count)])
  }
}
