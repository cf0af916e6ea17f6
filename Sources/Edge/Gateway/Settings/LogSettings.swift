package import Settings
package import Telemetry

/// What is written to standard output, and how.
package struct LogSettings: SettingsSection {
  package static let section = "log"

  /// The shape of a line.
  package enum Format: String, CaseIterable, SettingValue {
    case json, text
  }

  /// The least severe event that is written.
  package enum Level: String, CaseIterable, SettingValue {
    case trace, debug, info, notice, warning, error, critical
  }

  /// What is written, and how.
  package var format: Format
  package var level: Level
  package var levels: [ComponentLevel]
  package var isAccessLogged: Bool
  package var accessSample: Int

  package init(reading reader: inout SettingsReader) {
    format = reader.value("format", default: Format.json, "One JSON object a line, or text.")
    level = reader.value(
      "level", default: Level.info, "The least severe event that is written.", reloadable: true)
    levels = reader.value(
      "levels", default: [ComponentLevel](),
      "Levels of single parts of the program, in the place of log.level.", reloadable: true)
    isAccessLogged = reader.value(
      "access", default: true, "Whether requests write lines.", reloadable: true)
    accessSample = reader.value(
      "access_sample", default: 1,
      "One request in so many writes a line; failures of the server always do.", reloadable: true,
      range: 1...1_000_000)
  }

  /// The format in the logger's terms.
  package var lineFormat: LogFormat { format == .json ? .json : .text }

  /// The requests that write a line, in the access log's terms.
  package var sampling: AccessSampling {
    guard isAccessLogged else { return .nothing }
    return accessSample == 1 ? .everything : .one(in: accessSample)
  }

  /// The levels in the logger's terms.
  package func makeLevels() -> LogLevels {
    let levels = LogLevels(.info)
    apply(to: levels)
    return levels
  }

  /// Puts the levels into force; of two for one component the later counts.
  func apply(to levels: LogLevels) {
    levels.set(
      Self.threshold(level),
      components: Dictionary(
        self.levels.map { ($0.component.rawValue, Self.threshold($0.level)) }
      ) { $1 })
  }

  private static func threshold(_ level: Level) -> Logger.Level {
    Logger.Level(rawValue: level.rawValue) ?? .info
  }
}
