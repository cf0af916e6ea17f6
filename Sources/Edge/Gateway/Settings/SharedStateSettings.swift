internal import RedisStore
internal import Resilience
package import Settings
internal import SharedState

/// Where counters, limits, sessions and messages are kept that all edges share.
package struct SharedStateSettings: SettingsSection {
  package static let section = "shared_state"

  /// The address, with its password, whom to trust, what keys begin with, and what bounds it all.
  package var url: String?
  package var authoritiesFile: String?
  package var keyPrefix: String
  package var commandTimeout: Duration
  package var connectTimeout: Duration
  package var retryTimeMax: Duration
  package var pendingMax: Int
  package var keysMax: Int

  package init(reading reader: inout SettingsReader) {
    url = reader.value(
      "url", default: String?.none,
      "Redis or Valkey that edges share, alone or as a cluster: redis://user:password@host:6379/0, "
        + "rediss:// for TLS, unix:///path; without it each edge keeps its own.", secret: true)
    authoritiesFile = reader.value(
      "authorities_file", default: String?.none,
      "Certificates (PEM) that a server of rediss:// is trusted by, instead of the system's.")
    keyPrefix = reader.value(
      "key_prefix", default: "floe:", "What every key and channel begins with on the server.")
    commandTimeout = reader.value(
      "command_timeout", default: Duration.milliseconds(250),
      "How long a command may take; past it this edge decides alone.")
    connectTimeout = reader.value(
      "connect_timeout", default: Duration.seconds(2),
      "How long a connection may take to stand, TLS and login included.")
    retryTimeMax = reader.value(
      "retry_time_max", default: Duration.seconds(5),
      "The longest pause before a server that is away is tried again.")
    pendingMax = reader.value(
      "pending_max", default: 4096, "Commands of one loop that may wait for replies.",
      range: 1...65536)
    keysMax = reader.value(
      "keys_max", default: 100_000,
      "Keys that this edge keeps itself, without a server or while it is away.",
      range: 100...10_000_000)
  }

  /// What is wrong with the settings together, in words that do not repeat the address.
  static let validations: [SettingsValidation<GatewaySettings>] = [
    SettingsValidation(["shared_state.url"]) { settings in
      guard let url = settings.sharedState.url else { return nil }
      do throws(RedisAddress.Malformed) {
        _ = try RedisAddress(url)
        return nil
      } catch {
        return "the address is not understood: \(error)"
      }
    },
    SettingsValidation(["shared_state.key_prefix"]) { settings in
      settings.sharedState.keyPrefix.utf8.count <= 64 ? nil : "a prefix has at most 64 bytes"
    },
    SettingsValidation(["shared_state.command_timeout", "shared_state.connect_timeout"]) {
      let state = $0.sharedState
      let range = Duration.milliseconds(1)...Duration.seconds(60)
      return range.contains(state.commandTimeout) && range.contains(state.connectTimeout)
        ? nil : "each takes from 1 ms to 60 s"
    },
    SettingsValidation(["shared_state.retry_time_max"]) {
      let range = Duration.milliseconds(50)...Duration.seconds(3600)
      return range.contains($0.sharedState.retryTimeMax) ? nil : "it is from 50 ms to an hour"
    },
  ]

  /// The limits of the store on a server.
  var redisLimits: RedisLimits {
    var limits = RedisLimits()
    limits.commandTimeout = commandTimeout
    limits.connectTimeout = connectTimeout
    limits.backoff.longest = retryTimeMax
    limits.pendingMax = pendingMax
    return limits
  }

  /// The limits of what this edge keeps itself.
  var localLimits: LocalStateLimits {
    var limits = LocalStateLimits()
    limits.keysMax = keysMax
    return limits
  }
}
