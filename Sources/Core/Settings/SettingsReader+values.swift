extension SettingsReader {
  /// Reads one setting: `key` within the section, its default and what it is for.
  package mutating func value<Value: SettingValue>(
    _ key: String, default standard: Value, _ sentence: String, secret: SettingSecrecy = false,
    reloadable: Bool = false
  ) -> Value {
    value(
      key, default: standard, sentence, secret: secret, reloadable: reloadable,
      form: Value.settingForm
    ) { _ in true }
  }

  /// Reads one setting that lies in a range.
  package mutating func value<Value: SettingValue & Comparable>(
    _ key: String, default standard: Value, _ sentence: String, secret: SettingSecrecy = false,
    reloadable: Bool = false, range: ClosedRange<Value>
  ) -> Value {
    value(
      key, default: standard, sentence, secret: secret, reloadable: reloadable,
      form: Self.form(range)
    ) {
      range.contains($0)
    }
  }

  /// Reads one setting that is absent or lies in a range.
  package mutating func value<Value: SettingValue & Comparable>(
    _ key: String, default standard: Value?, _ sentence: String, secret: SettingSecrecy = false,
    reloadable: Bool = false, range: ClosedRange<Value>
  ) -> Value? {
    value(
      key, default: standard, sentence, secret: secret, reloadable: reloadable,
      form: Self.form(range) + ", or none"
    ) {
      $0.map(range.contains) ?? true
    }
  }

  /// Reads one setting that is at least so large.
  package mutating func value<Value: SettingValue & Comparable>(
    _ key: String, default standard: Value, _ sentence: String, secret: SettingSecrecy = false,
    reloadable: Bool = false, range: PartialRangeFrom<Value>
  ) -> Value {
    let form = "\(Value.settingForm), at least \(range.lowerBound.settingText)"
    return value(
      key, default: standard, sentence, secret: secret, reloadable: reloadable, form: form
    ) {
      range.contains($0)
    }
  }

  /// Reads one setting that is one of a few values.
  package mutating func value<Value: SettingValue>(
    _ key: String, default standard: Value, _ sentence: String, secret: SettingSecrecy = false,
    reloadable: Bool = false, allowed: [Value]
  ) -> Value {
    value(
      key, default: standard, sentence, secret: secret, reloadable: reloadable,
      form: oneOf(allowed.map(\.settingText))
    ) {
      allowed.contains($0)
    }
  }

  private static func form<Value: SettingValue & Comparable>(_ range: ClosedRange<Value>) -> String
  {
    let bounds = "from \(range.lowerBound.settingText) to \(range.upperBound.settingText)"
    return "\(Value.settingForm), \(bounds)"
  }
}
