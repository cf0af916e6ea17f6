internal import Settings

/// When requests for sensitive routes have to be signed.
package enum SigningDemand: String, CaseIterable, SettingValue {
  /// Never; a signature that is sent is checked all the same.
  case never
  /// As soon as there is a key.
  case withKeys = "with_keys"
  /// Always: without a key the server does not start.
  case always
}
