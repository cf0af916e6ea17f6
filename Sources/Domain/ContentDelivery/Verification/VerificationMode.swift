internal import Settings

/// Whose blob ids are computed here before, or after, content is believed.
package enum VerificationMode: String, CaseIterable, SettingValue {
  /// Nobody's: lengths and digests are all that is compared.
  case off
  /// Those of a part of what is fetched, in the background.
  case sampled
  /// Those of all whole blobs that are kept, before the last byte is sent.
  case always
}
