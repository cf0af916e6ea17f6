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
  package var isAccessLogged: Bool

  package init(reading reader: inout SettingsReader) {
    format = reader.value("format", default: Format.json, "One JSON object a line, or text.")
    level = reader.value("level", default: Level.info, "The least severe event that is written.")
    isAccessLogged = reader.value("access", default: true, "Whether each request writes a line.")
  }

  /// The format in the logger's terms.
  package var lineFormat: LogFormat { format == .json ? .json : .text }

  /// The level in the logger's terms.
  package var threshold: Logger.Level { Logger.Level(rawValue: level.rawValue) ?? .info }
}
