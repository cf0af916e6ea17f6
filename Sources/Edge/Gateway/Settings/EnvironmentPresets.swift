package import Settings

/// What each environment sets when nobody else has: the only place where they differ.
package enum EnvironmentPresets {
  /// Environment, key, value.
  package static let all = Presets([
    "development": [
      "devnet.enabled": "true",
      "log.format": "text",
      "log.level": "debug",
      "server.host": "127.0.0.1",
      "server.connections_max": "100",
    ],
    "test": [
      "devnet.enabled": "true",
      "devnet.shards": "10",
      "log.format": "json",
      "log.level": "warning",
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
