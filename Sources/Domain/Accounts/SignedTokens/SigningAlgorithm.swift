internal import Settings

/// An algorithm that signs tokens (RFC 7518 §3.1, RFC 8037 §3.1); a process uses one.
package enum SigningAlgorithm: String, CaseIterable, SettingValue {
  /// Ed25519: others can verify with the public key.
  case edDSA = "EdDSA"
  /// HMAC with SHA-256: who verifies could sign as well.
  case hs256 = "HS256"

  package init?(settingText text: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() })
    else { return nil }
    self = found
  }
}
