/// A group of settings under one name, such as `content`, whose initialiser both
/// reads the values and describes the keys.
///
/// The same initialiser runs against the real sources, which yields the struct and
/// every error at once, and against nothing, which yields the table of keys. It must
/// therefore ask for every key each time, whatever the values of the others are.
package protocol SettingsSection: Sendable {
  /// The dotted name that the section's keys start with; empty for the root.
  static var section: String { get }

  /// Asks the reader for each key, once.
  init(reading reader: inout SettingsReader)
}
