internal import Settings

/// A level for one part of the program, spelled `http=debug`.
package struct ComponentLevel: Hashable, SettingValue {
  package static let settingType = "component level"
  package static let settingForm =
    "COMPONENT=LEVEL, where COMPONENT is \(LogComponent.settingForm), and LEVEL "
    + LogSettings.Level.settingForm

  /// The part, and the least severe of its events that is written.
  package var component: LogComponent
  package var level: LogSettings.Level

  /// Makes a level for a part.
  package init(_ component: LogComponent, _ level: LogSettings.Level) {
    self.component = component
    self.level = level
  }

  package init?(settingText text: String) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let component = LogComponent(settingText: String(parts[0])),
      let level = LogSettings.Level(settingText: String(parts[1]))
    else { return nil }
    self.init(component, level)
  }

  package var settingText: String { "\(component.rawValue)=\(level.rawValue)" }
}
