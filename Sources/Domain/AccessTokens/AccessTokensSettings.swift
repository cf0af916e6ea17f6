package import Settings

/// The settings of tokens.
package struct AccessTokensSettings: SettingsSection {
  package static let section = "tokens"

  /// Tokens that a user may have.
  package var perUserMax: Int
  /// How far the end of a token may lie ahead.
  package var lifetimeMax: Duration
  /// How long a revoked token is remembered, so that its usage can still be read.
  package var revokedTime: Duration

  package init(reading reader: inout SettingsReader) {
    perUserMax = reader.value(
      "per_user_max", default: 100,
      "Most tokens of a user; expired ones count until they are revoked.", range: 1...1000)
    lifetimeMax = reader.value(
      "lifetime_max", default: .seconds(3650 * 86_400),
      "How far ahead the end of a token may lie.",
      range: .seconds(60) ... .seconds(36_500 * 86_400))
    revokedTime = reader.value(
      "revoked_time", default: .seconds(400 * 86_400),
      "How long a revoked token is remembered.",
      range: .seconds(86_400) ... .seconds(3650 * 86_400))
  }
}
