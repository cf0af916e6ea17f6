package import Settings

/// The settings of the audit log.
package struct AuditSettings: SettingsSection {
  package static let section = "audit"

  /// Entries that may wait to be written.
  package var waitersMax: Int

  package init(reading reader: inout SettingsReader) {
    waitersMax = reader.value(
      "waiters_max", default: 4096,
      "Entries that may wait to be written; what is to be audited fails beyond.",
      range: 1...1_000_000)
  }
}
