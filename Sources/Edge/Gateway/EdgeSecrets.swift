internal import Accounts

/// Secrets that are made once and kept in the data directory where the settings name none.
struct EdgeSecrets: Sendable {
  /// The keys of signed tokens; nil where none are signed.
  let signingKeys: SigningKeys?
  /// What kept responses are sealed with.
  let idempotency: [UInt8]

  /// Those of an edge that is to serve: read from the settings and the data directory, and made
  /// there when they are missing.
  init(of settings: GatewaySettings) throws {
    signingKeys = try SigningKeyFile.keys(
      settings.accounts.signing, dataDirectory: settings.dataDirectory)
    idempotency = try IdempotencySecretFile.secret(
      settings.idempotency, dataDirectory: settings.dataDirectory)
  }

  /// For who only describes what an edge would be: nothing is read and nothing kept.
  init() {
    signingKeys = nil
    idempotency = IdempotencySecretFile.throwaway()
  }
}
