internal import Settings

/// What becomes of content that cannot be checked where all content is to be.
package enum UnprovableContent: String, CaseIterable, SettingValue {
  /// It is served, and says that it is not verified.
  case serve
  /// It is refused.
  case refuse
}
