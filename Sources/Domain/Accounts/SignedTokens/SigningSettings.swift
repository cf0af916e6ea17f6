package import Settings

/// Which keys sign tokens, and how long a token lives.
package struct SigningSettings: SettingsSection {
  package static let section = "signing"

  /// The algorithm, which is never taken from a token.
  package var algorithm: SigningAlgorithm
  /// The keys: those of the setting, then those of the file; the first signs, all verify.
  package var keys: [String]
  package var keysFile: String?
  package var keysAreGenerated: Bool
  /// What a token says of who made it and whom it is for, and how long it lives.
  package var issuer: String
  package var audience: String
  package var tokenTime: Duration

  package init(reading reader: inout SettingsReader) {
    algorithm = reader.value(
      "algorithm", default: SigningAlgorithm.edDSA,
      "EdDSA (Ed25519, its public keys at /.well-known/jwks.json) or HS256.")
    keys = reader.value(
      "keys", default: [String](),
      "Keys as ID:SECRET, the secret as base64url (32 bytes); the first signs, all verify.",
      secret: true)
    keysFile = reader.value(
      "keys_file", default: String?.none, "A file with further keys, one a line.")
    keysAreGenerated = reader.value(
      "keys_generated", default: false,
      "Whether a key is made in the data directory when none is given; for one edge alone.")
    issuer = reader.value("issuer", default: "floe", "Who makes the tokens (iss).")
    audience = reader.value("audience", default: "floe", "Whom the tokens are for (aud).")
    tokenTime = reader.value(
      "token_time", default: Duration.seconds(900), "How long a signed token lives.")
  }
}
