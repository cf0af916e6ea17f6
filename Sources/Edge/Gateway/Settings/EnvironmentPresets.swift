package import Settings

/// What each environment sets when nobody else has: the only place where they differ.
package enum EnvironmentPresets {
  /// Environment, key, value.
  package static let all = Presets([
    "development": [
      "content.access": "public",
      "devnet.enabled": "true",
      "log.format": "text",
      "log.level": "debug",
      "operations.access": "public",
      "secrets_checked": "false",
      "server.host": "127.0.0.1",
      "server.connections_max": "100",
    ],
    "test": [
      "content.access": "public",
      "devnet.enabled": "true",
      "devnet.shards": "10",
      "log.format": "json",
      "log.level": "warning",
      "operations.access": "public",
      "secrets_checked": "false",
      "server.host": "127.0.0.1",
      "server.port": "0",
    ],
    "staging": [
      "walrus.network": "testnet"
    ],
    "production": [
      "walrus.network": "mainnet"
    ],
  ])
}
