extension Bool: SettingValue {
  package static var settingType: String { "switch" }
  package static var settingForm: String { "true or false" }

  package init?(settingText text: String) {
    switch text.lowercased() {
    case "true", "yes", "on", "1": self = true
    case "false", "no", "off", "0": self = false
    default: return nil
    }
  }

  package var settingText: String { self ? "true" : "false" }
}

extension Int: SettingValue {
  package static var settingType: String { "integer" }
  package static var settingForm: String { "a whole number" }
  package init?(settingText text: String) { self.init(text) }
  package var settingText: String { String(self) }
}

extension Double: SettingValue {
  package static var settingType: String { "number" }
  package static var settingForm: String { "a number such as 0.5" }

  package init?(settingText text: String) {
    guard let value = Double(text), value.isFinite else { return nil }
    self = value
  }

  package var settingText: String { description }
}

extension String: SettingValue {
  package static var settingType: String { "text" }
  package static var settingForm: String { "text" }
  package init?(settingText text: String) { self = text }
  package var settingText: String { self }
}

/// The word that stands for "no value" where a setting is optional or a list.
let noValue = "none"

extension Optional: SettingValue where Wrapped: SettingValue {
  package static var settingType: String { Wrapped.settingType }
  package static var settingForm: String { "\(Wrapped.settingForm), or none" }

  package init?(settingText text: String) {
    if text.isEmpty || text == noValue {
      self = .none
    } else if let value = Wrapped(settingText: text) {
      self = .some(value)
    } else {
      return nil
    }
  }

  package var settingText: String { self?.settingText ?? noValue }
}

extension Array: SettingValue where Element: SettingValue {
  package static var settingType: String { "list" }
  package static var settingForm: String {
    "a list separated by commas, each \(Element.settingForm)"
  }

  package init?(settingText text: String) {
    self = []
    if text.isEmpty || text == noValue { return }
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = trimmed(part)
      guard !word.isEmpty, let value = Element(settingText: word) else { return nil }
      append(value)
    }
  }

  package var settingText: String {
    isEmpty ? noValue : map(\.settingText).joined(separator: ",")
  }
}

/// The text without the spaces and tabs around it.
func trimmed(_ text: some StringProtocol) -> String {
  var rest = Substring(text)
  while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
  while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
  return String(rest)
}
