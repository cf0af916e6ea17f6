package import Settings

/// Where counters and limits are shared between edges; kept for the capability that uses it.
package struct SharedStateSettings: SettingsSection {
  package static let section = "shared_state"

  /// The address, with its password.
  package var url: String?

  package init(reading reader: inout SettingsReader) {
    url = reader.value(
      "url", default: String?.none,
      "Redis or Valkey that edges share; read and checked, not used yet.", secret: true)
  }
}
