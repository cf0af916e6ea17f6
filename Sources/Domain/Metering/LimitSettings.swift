package import Settings

/// How limits are kept.
package struct LimitSettings: SettingsSection {
  package static let section = "limits"

  /// Requests a minute of one address without a credential; nil is no limit.
  package var anonymousPerMinute: Int?
  package var addressesMax: Int
  package var exemptsLoopback: Bool
  /// How long a look-up of a token holds, and how many each loop keeps.
  package var grantHold: Duration
  package var grantsMax: Int
  /// Percent of a limit that an edge takes ahead where edges share limits.
  package var leasePercent: Int

  package init(reading reader: inout SettingsReader) {
    anonymousPerMinute = reader.value(
      "anonymous_per_minute", default: Int?.some(100),
      "Requests for content a minute of one address (IPv6: /64) without a token; as many may come at "
        + "once. Whether there is a limit is decided at the start.",
      reloadable: true, range: 1...1_000_000)
    addressesMax = reader.value(
      "addresses_max", default: 65_536, "Addresses without a token that are told apart.",
      range: 1024...16_777_216)
    exemptsLoopback = reader.value(
      "exempt_loopback", default: false,
      "Whether requests from this machine have no limit by address.")
    grantHold = reader.value(
      "grant_hold", default: Duration.seconds(60),
      "How long a token that was looked up is not looked up again; revoking it works at once.",
      range: .zero...(.seconds(60)))
    grantsMax = reader.value(
      "grants_max", default: 4096, "Tokens that each loop keeps so.", range: 64...1_048_576)
    leasePercent = reader.value(
      "lease_percent", default: 1,
      "Percent of a limit that an edge takes ahead where edges share limits: 5 divided by the edges.",
      range: 1...5)
  }
}
