package import Settings

/// The settings of requests that carry an idempotency key.
package struct IdempotencySettings: SettingsSection {
  package static let section = "idempotency"

  /// What the kept responses are sealed with, beside the key itself.
  package var secret: String?
  /// How long a response is kept.
  package var keptTime: Duration
  /// How long a request may be under way before it counts as lost.
  package var claimTime: Duration

  package init(reading reader: inout SettingsReader) {
    secret = reader.value(
      "secret", default: String?.none,
      "What kept responses are sealed with; the same on all edges of one database. "
        + "Made and kept in the data directory when not set.", secret: true)
    keptTime = reader.value(
      "kept_time", default: .seconds(86_400),
      "How long the response to a request with an Idempotency-Key is kept.",
      range: .seconds(60) ... .seconds(30 * 86_400))
    claimTime = reader.value(
      "claim_time", default: .seconds(60),
      "How long such a request may be under way before it may be carried out again.",
      range: .seconds(5) ... .seconds(3600))
  }
}
