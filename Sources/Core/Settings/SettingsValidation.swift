/// A relation between settings that each are fine alone: drain time within the grace time.
package struct SettingsValidation<Settings>: Sendable {
  /// The keys that the relation is about; it is not checked while one of them is wrong.
  package let keys: [String]
  /// What is wrong with the settings, or nil.
  package let check: @Sendable (Settings) -> String?

  /// Makes a check over some keys that returns a sentence when they do not fit together.
  package init(_ keys: [String], check: @escaping @Sendable (Settings) -> String?) {
    self.keys = keys
    self.check = check
  }
}
