/// Settings that were read without a problem, and the account of where they came from.
package struct LoadedSettings<Settings: Sendable>: Sendable {
  /// The values.
  package let settings: Settings
  /// Every setting with its value and source.
  package let report: SettingsReport
}
