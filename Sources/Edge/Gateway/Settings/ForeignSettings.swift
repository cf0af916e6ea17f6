package import Settings

/// Where counters and limits are shared between edges; kept for the capability that uses it.
package struct SharedStateSettings: SettingsSection {
  package static let section = "shared_state"

  package var url: String?

  package init(reading reader: inout SettingsReader) {
    url = reader.value(
      "url", default: String?.none,
      "Redis or Valkey that edges share; read and checked, not used yet.", secret: true)
  }
}

/// The account at a Tusky-compatible store; kept for the capability that uses it.
package struct TuskySettings: SettingsSection {
  package static let section = "tusky"

  package var apiKey: String?
  package var apiURL: String

  package init(reading reader: inout SettingsReader) {
    apiKey = reader.value(
      "api_key", default: String?.none, "Key of a Tusky-compatible store; not used yet.",
      secret: true)
    apiURL = reader.value(
      "api_url", default: "https://api.tusky.io",
      "Address of a Tusky-compatible store; not used yet.")
  }
}
