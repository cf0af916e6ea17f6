package import Settings

/// What can take new values of its settings while it runs, such as levels, limits and lists.
package protocol Reconfigurable<Section>: Sendable {
  /// The settings whose values it takes.
  associatedtype Section: SettingsSection

  /// Takes over those settings that are declared `reloadable` and leaves the others alone, which
  /// wait for a restart. The values have passed every check; nothing in hand may be lost.
  func reconfigure(_ section: Section) async
}
