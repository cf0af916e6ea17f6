extension SettingValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  package static var settingType: String { "choice" }

  package static var settingForm: String { oneOf(allCases.map(\.rawValue)) }

  package init?(settingText text: String) {
    guard let value = Self(rawValue: text.lowercased()) ?? Self(rawValue: text) else { return nil }
    self = value
  }

  package var settingText: String { rawValue }
}

/// "a", "a or b", "one of a, b or c".
func oneOf(_ words: [String]) -> String {
  guard let last = words.last else { return "anything" }
  switch words.count {
  case 1: return last
  case 2: return "\(words[0]) or \(last)"
  default: return "one of \(words.dropLast().joined(separator: ", ")) or \(last)"
  }
}
