/// A command line taken apart: flags of settings, options of the command, and the rest.
///
/// A flag's value follows an equals sign or comes as the next word. Switches stand alone
/// and have a negative, `--no-devnet`. After `--` everything is a plain word, and so is a
/// single dash, which usually means standard input.
package struct CommandArguments: Sendable {
  /// Setting keys and values in the order given.
  package private(set) var settings: [(key: String, flag: String, value: String)] = []
  /// Options of the command by name, with an empty text for those that stand alone.
  package private(set) var options: [String: String] = [:]
  /// The words that are neither.
  package private(set) var words: [String] = []
  /// What is wrong with the command line.
  package private(set) var problems: [SettingsProblem] = []

  /// Takes apart the words that follow the command's name.
  package init(
    _ arguments: [String] = [], keys: [SettingKey] = [],
    options commandOptions: [CommandOption] = []
  ) {
    let keysByFlag = Dictionary(uniqueKeysWithValues: keys.map { ($0.flag, $0) })
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if word == "--" {
        words += rest
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        words.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      let inline = parts.count == 2 ? String(parts[1]) : nil
      if let option = commandOptions.first(where: { $0.name == name || $0.short == name }) {
        take(option, inline, &rest)
      } else if let key = keysByFlag[name] {
        take(key, inline, &rest)
      } else if let key = Self.negated(name, keysByFlag), inline == nil {
        settings.append((key.name, name, "false"))
      } else {
        let known = commandOptions.map(\.name) + keys.map(\.flag)
        problems.append(
          SettingsProblem(
            .unknownName, source: .flag(name), nearest: NearestName.of(name, among: known),
            "there is no such flag"))
      }
    }
  }

  private mutating func take(
    _ option: CommandOption, _ inline: String?, _ rest: inout ArraySlice<String>
  ) {
    switch (option.value, inline) {
    case (nil, nil): options[option.name] = ""
    case (nil, .some):
      problems.append(
        SettingsProblem(.malformed, source: .flag(option.name), "takes no value"))
    case (.some, .some(let value)): options[option.name] = value
    case (.some(let expected), nil):
      guard let value = rest.popFirst() else {
        problems.append(
          SettingsProblem(
            .malformed, source: .flag(option.name), "needs a value: \(option.name) \(expected)"))
        return
      }
      options[option.name] = value
    }
  }

  private mutating func take(
    _ key: SettingKey, _ inline: String?, _ rest: inout ArraySlice<String>
  ) {
    if let inline {
      settings.append((key.name, key.flag, inline))
    } else if key.isSwitch {
      settings.append((key.name, key.flag, "true"))
    } else if let next = rest.first, next == "-" || !next.hasPrefix("--") {
      settings.append((key.name, key.flag, next))
      rest.removeFirst()
    } else {
      problems.append(
        SettingsProblem(
          .malformed, source: .flag(key.flag), key: key.name, "needs a value: \(key.form)"))
    }
  }

  private static func negated(_ name: String, _ keys: [String: SettingKey]) -> SettingKey? {
    guard name.hasPrefix("--no-"), let key = keys["--" + name.dropFirst(5)], key.isSwitch
    else { return nil }
    return key
  }
}
