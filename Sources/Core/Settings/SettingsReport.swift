/// Every setting: its value, where it came from, its default and what it is for. Secrets
/// are never in it.
package struct SettingsReport: Sendable, Hashable {
  /// One setting.
  package struct Row: Sendable, Hashable {
    /// What is known of the setting.
    package let key: SettingKey
    /// The value, or a mask when it is secret.
    package let value: String
    /// The default, or a mask when it is secret.
    package let defaultValue: String
    /// Where the value came from.
    package let source: SettingSource
    /// Sources that gave a value too and lost.
    package let shadowed: [SettingSource]
    /// Tells whether two values are the same without keeping them: differs from process to process.
    let fingerprint: Int

    init(key: SettingKey, valueText: String, source: SettingSource, shadowed: [SettingSource]) {
      self.key = key
      self.value = key.isSecret ? Self.masked(valueText) : valueText
      self.defaultValue = key.isSecret ? Self.masked(key.defaultText) : key.defaultText
      self.source = source
      self.shadowed = shadowed
      fingerprint = valueText.hashValue
    }

    /// Says whether a secret is set, and nothing else.
    private static func masked(_ text: String) -> String {
      text.isEmpty || text == noValue ? text : "(secret)"
    }
  }

  /// The settings in the order in which the sections ask for them.
  package let rows: [Row]

  /// The row of a key.
  package subscript(_ key: String) -> Row? { rows.first { $0.key.name == key } }
}
