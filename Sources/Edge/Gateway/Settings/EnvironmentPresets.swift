package import Settings

/// What each environment sets when nobody else has: the only place where they differ.
package enum EnvironmentPresets {
  /// Environment, key, value.
  package static let all = Presets([
    "development": [
      "accounts.cookie_secure": "false",
      "accounts.registration": "direct",
      "accounts.signing.keys_generated": "true",
      "addresses.exempt_loopback": "true",
      "content.access": "public",
      "devnet.enabled": "true",
      "limits.exempt_loopback": "true",
      "log.format": "text",
      "log.level": "debug",
      "mail.transport": "folder",
      "operations.access": "public",
      "secrets_checked": "false",
      "server.host": "127.0.0.1",
      "server.connections_max": "100",
      "server.connections_per_address_max": "10",
    ],
    "test": [
      "accounts.bcrypt_cost": "4",
      "accounts.cookie_secure": "false",
      "accounts.registration": "direct",
      "accounts.signing.keys_generated": "true",
      "addresses.exempt_loopback": "true",
      "content.access": "public",
      "devnet.enabled": "true",
      "devnet.shards": "10",
      "health.recovery": "false",
      "limits.anonymous_per_minute": "none",
      "log.format": "json",
      "log.level": "warning",
      "mail.transport": "folder",
      "operations.access": "public",
      "secrets_checked": "false",
      "server.drain_idle_timeout": "0s",
      "server.host": "127.0.0.1",
      "server.port": "0",
    ],
    "staging": [
      "signing.required": "with_keys",
      "walrus.network": "testnet",
    ],
    "production": [
      "signing.required": "with_keys",
      "walrus.network": "mainnet",
    ],
  ])
}
