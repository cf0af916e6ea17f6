/// A type whose values can be spelled in one line of text.
package protocol SettingValue: Sendable, Equatable {
  /// The type's name in tables of settings: "duration".
  static var settingType: String { get }

  /// What is accepted, as the end of the sentence "… is not …": "a duration such as 10s".
  static var settingForm: String { get }

  /// Reads the text, or returns nil when it is not of the accepted form.
  init?(settingText text: String)

  /// The spelling that reads back as this value.
  var settingText: String { get }
}
