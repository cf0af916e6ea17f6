package import Bytes
internal import Capabilities
package import Settings

/// Which addresses are let in, and what makes one be shut out for a while.
package struct AddressScreeningSettings: SettingsSection {
  package static let section = "addresses"

  /// The lists, beside those of administrators.
  package var allow: [AddressBlock]
  package var deny: [AddressBlock]
  package var allowsOnlyListed: Bool
  package var exemptsLoopback: Bool
  /// What is too much in a minute; nil is nothing.
  package var refusedPerMinute: Int?
  package var uncachedPerMinute: Int?
  package var limitFactor: Int?
  /// How long bans last.
  package var blockTime: Duration
  package var banTime: Duration
  package var banTimeMax: Duration
  package var banMemory: Duration
  /// How much is kept.
  package var bansMax: Int
  package var watchedMax: Int
  package var rulesMax: Int
  /// How often the database is looked at for what others have changed.
  package var rereadInterval: Duration

  package init(reading reader: inout SettingsReader) {
    allow = reader.value(
      "allow", default: [AddressBlock](),
      "Blocks of addresses (CIDR) that are never refused for their address, nor banned.",
      reloadable: true)
    deny = reader.value(
      "deny", default: [AddressBlock](),
      "Blocks of addresses that are refused; where several blocks fit, the longest prefix decides.",
      reloadable: true)
    allowsOnlyListed = reader.value(
      "allow_only", default: false,
      "Whether only what is in the allow list is let in; list this machine too, for health checks.",
      reloadable: true)
    exemptsLoopback = reader.value(
      "exempt_loopback", default: false,
      "Whether this machine's loopback addresses are in the allow list.", reloadable: true)
    refusedPerMinute = reader.value(
      "refused_per_minute", default: Int?.some(50),
      "Requests a minute without a credential that may be refused or fail before an address (IPv6: "
        + "/64) is blocked; a failed sign-in counts as five, none switches this off.",
      reloadable: true, range: 5...1_000_000)
    uncachedPerMinute = reader.value(
      "uncached_per_minute", default: Int?.some(500),
      "Requests a minute without a credential that may be answered otherwise than from memory.",
      reloadable: true, range: 5...1_000_000)
    limitFactor = reader.value(
      "limit_factor", default: Int?.some(5),
      "How many times over a limit of requests an address is banned.", reloadable: true,
      range: 2...1000)
    blockTime = reader.value(
      "block_time", default: Duration.seconds(300),
      "How long an address is blocked first; each time again within ban_memory it is twice as long.",
      reloadable: true, range: .seconds(1) ... .seconds(30 * 86_400))
    banTime = reader.value(
      "ban_time", default: Duration.seconds(86_400),
      "How long an address is banned first that went on far beyond a limit.", reloadable: true,
      range: .seconds(1) ... .seconds(30 * 86_400))
    banTimeMax = reader.value(
      "ban_time_max", default: Duration.seconds(7 * 86_400),
      "The longest that repetition makes of it.",
      reloadable: true, range: .seconds(1) ... .seconds(90 * 86_400))
    banMemory = reader.value(
      "ban_memory", default: Duration.seconds(86_400),
      "How long after its end a ban makes the next one longer.", reloadable: true,
      range: .zero ... .seconds(90 * 86_400))
    bansMax = reader.value(
      "bans_max", default: 100_000, "Bans that are kept; past it those go that end soonest.",
      range: 100...1_000_000)
    watchedMax = reader.value(
      "watched_max", default: 100_000,
      "Addresses that are watched at once; past it those go that have done least.",
      range: 100...1_000_000)
    rulesMax = reader.value(
      "rules_max", default: 10_000, "Blocks that administrators may list.", range: 10...100_000)
    rereadInterval = reader.value(
      "reread_interval", default: Duration.seconds(2),
      "How often the database is asked for changes that floe addresses or another edge has made.",
      range: .milliseconds(100) ... .seconds(60))
  }

  /// The rules of the settings.
  ///
  /// - Parameter exempt: proxies whose word on clients' addresses is trusted.
  func rules(exempt: [AddressBlock]) -> [AddressRule] {
    var rules = allow.map { AddressRule.ofSettings(.allow, $0, "addresses.allow") }
    rules += deny.map { AddressRule.ofSettings(.deny, $0, "addresses.deny") }
    if exemptsLoopback {
      rules += ["127.0.0.0/8", "::1/128"].compactMap { AddressBlock($0) }
        .map { .ofSettings(.allow, $0, "addresses.exempt_loopback") }
    }
    return rules + exempt.map { .ofSettings(.allow, $0, "a trusted proxy") }
  }

  /// What addresses may do.
  var conductLimits: ConductLimits {
    ConductLimits(
      refusedPerMinute: refusedPerMinute.map(Int64.init),
      uncachedPerMinute: uncachedPerMinute.map(Int64.init),
      limitFactor: limitFactor.map(Int64.init), addressesMax: watchedMax)
  }

  /// How long bans last.
  var banTerms: BanTerms {
    BanTerms(
      blockSeconds: max(1, blockTime.components.seconds),
      banSeconds: max(1, banTime.components.seconds),
      secondsMax: max(1, banTimeMax.components.seconds),
      memorySeconds: banMemory.components.seconds, countMax: bansMax)
  }
}
