package import Settings

/// What `/robots.txt` asks of crawlers (RFC 9309).
package struct RobotsSettings: SettingsSection {
  package static let section = "robots"

  /// What crawlers may read.
  package enum Reach: String, CaseIterable, SettingValue {
    /// Content, and nothing of the interface.
    case content
    /// Everything.
    case everything
    /// Nothing.
    case nothing
  }

  /// What they may read here.
  package var reach: Reach

  package init(reading reader: inout SettingsReader) {
    reach = reader.value(
      "allow", default: Reach.content,
      "What crawlers may read: content (as pages that embed it need to be shown in search), "
        + "everything or nothing.")
  }
}
