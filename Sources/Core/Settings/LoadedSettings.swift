/// Settings that were read without a problem, and the account of where they came from.
package struct LoadedSettings<Settings: Sendable>: Sendable {
  /// The values.
  package let settings: Settings
  /// Every setting with its value and source.
  package let report: SettingsReport
  /// What an operator should know though nothing is wrong, a sentence each.
  package let warnings: [String]
  /// Secrets that are missing, known to everybody or short: what would be refused where secrets
  /// are checked.
  package let unsafeSecrets: [SettingsProblem]
}
