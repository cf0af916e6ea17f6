/// A text that some source gives for a setting.
struct GivenValue: Sendable, Hashable {
  let source: SettingSource
  let text: String
}
