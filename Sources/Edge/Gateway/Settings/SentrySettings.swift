package import Settings
internal import TelemetryExport

/// Whether errors are reported to Sentry.
package struct SentrySettings: SettingsSection {
  package static let section = "sentry"

  /// The project, what it is told of where errors come from, and how many it gets.
  package var dsn: String?
  package var environment: String?
  package var reportsPerMinute: Int

  package init(reading reader: inout SettingsReader) {
    dsn = reader.value(
      "dsn", default: String?.none,
      "The project that errors are reported to: https://key@host/project; none are without it.",
      secret: true)
    environment = reader.value(
      "environment", default: String?.none,
      "What reports say of where the server runs; the environment of the settings without it.")
    reportsPerMinute = reader.value(
      "reports_per_minute", default: 30, "Reports that are sent in a minute at most.",
      range: 1...1000)
  }

  /// What is wrong with the settings, in words that do not repeat the DSN.
  static let validations: [SettingsValidation<GatewaySettings>] = [
    SettingsValidation(["sentry.dsn"]) { settings in
      settings.sentry.dsn.map { SentryAddress($0) != nil } ?? true
        ? nil : "a DSN is https://key@host/project"
    }
  ]
}
