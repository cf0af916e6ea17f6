/// A short spelling of a setting's flag: `--port` for `--server-port`.
struct FlagAlias: Sendable, Hashable {
  /// The short flag.
  let flag: String
  /// The setting that it means.
  let key: String

  /// Every short spelling.
  static let all = [
    FlagAlias(flag: "--port", key: "server.port"),
    FlagAlias(flag: "--host", key: "server.host"),
    FlagAlias(flag: "--devnet", key: "devnet.enabled"),
  ]
}
