package import Settings

/// The account at a Tusky-compatible store; kept for the capability that uses it.
package struct TuskySettings: SettingsSection {
  package static let section = "tusky"

  /// The account and where it is.
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
