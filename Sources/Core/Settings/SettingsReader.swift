/// Hands a section its values, and keeps the table of keys, where each value came from
/// and everything that was wrong.
///
/// When the same reader runs against nothing it answers every question with the default:
/// what is left is the description of the settings.
package struct SettingsReader {
  /// Every key asked for so far, in order.
  package private(set) var keys: [SettingKey] = []
  private(set) var rows: [SettingsReport.Row] = []
  private(set) var problems: [SettingsProblem] = []
  /// The secrets in use, for the look at whether they are good enough.
  private(set) var secrets: [String: GivenValue] = [:]
  /// The flags of the keys, which tell two of them apart.
  private var flags: Set<String> = []
  private let given: [String: [GivenValue]]
  private var prefix = ""

  /// Makes a reader over the given texts, best source first for each key.
  init(given: [String: [GivenValue]]) { self.given = given }

  /// The keys of a section and everything inside it.
  package static func keys<Section: SettingsSection>(of section: Section.Type) -> [SettingKey] {
    var reader = SettingsReader(given: [:])
    _ = reader.section(Section.self)
    return reader.keys
  }

  /// Reads a section; inside another section its keys start with both names.
  package mutating func section<Section: SettingsSection>(
    _ type: Section.Type = Section.self
  ) -> Section {
    let outer = prefix
    defer { prefix = outer }
    if !Section.section.isEmpty { prefix += Section.section + "." }
    return Section(reading: &self)
  }

  /// Reads one setting that must also satisfy a condition; `form` says what is accepted.
  ///
  /// A `secret` is never shown and may come from a file; a `reloadable` setting is one whose
  /// new values whoever uses it takes over while the process runs.
  package mutating func value<Value: SettingValue>(
    _ key: String, default standard: Value, _ sentence: String, secret: SettingSecrecy = false,
    reloadable: Bool = false, form: String, where isAccepted: (Value) -> Bool
  ) -> Value {
    let key = SettingKey(
      name: prefix + key, type: Value.settingType, form: form, defaultText: standard.settingText,
      secrecy: secret, isReloadable: reloadable, sentence: sentence)
    precondition(flags.insert(key.flag).inserted, "\(key.name) is declared twice")
    precondition(isAccepted(standard), "the default of \(key.name) is not acceptable")
    keys.append(key)
    let candidates = given[key.name] ?? []
    var result = standard
    if let best = candidates.first {
      if let value = Value(settingText: best.text), isAccepted(value) {
        result = value
        if secret.isSecret { secrets[key.name] = best }
      } else {
        problems.append(
          SettingsProblem(
            .unacceptable, source: best.source, key: key.name,
            given: secret.isSecret ? nil : best.text,
            secret.isSecret ? "the value is not \(form)" : "is not \(form)"))
      }
    }
    rows.append(
      SettingsReport.Row(
        key: key, valueText: result.settingText, source: candidates.first?.source ?? .standard,
        shadowed: candidates.dropFirst().map(\.source)))
    return result
  }
}
