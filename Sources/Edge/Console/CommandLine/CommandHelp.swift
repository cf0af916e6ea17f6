internal import Settings

/// Writes help as text: pure, so that it can be read in tests.
struct CommandHelp: Sendable {
  /// Columns that may be used.
  let width: Int

  /// The widest help gets; longer lines are hard to read.
  static let widthMax = 100
  /// The widest first column; what is longer stands on a line of its own.
  private static let nameWidthMax = 32

  init(width: Int) {
    self.width = min(max(width, 40), Self.widthMax)
  }

  /// The list of commands.
  func overview(of commands: [any Command]) -> String {
    var text = wrapped("Floe is an edge server for Walrus, the decentralised blob store.")
    text += "\nUsage: floe COMMAND [FLAGS]\n"
    text += "\nCommands:\n" + table(commands.map { ($0.name, $0.summary) })
    text += "\n" + wrapped("floe help COMMAND says more about one of them.")
    return text
  }

  /// The help of one command.
  func help(for command: any Command) -> String {
    var text = wrapped(command.summary) + "\n" + usage(of: command) + "\n"
    if let operand = command.operand {
      text += "\n" + table(([operand] + command.furtherOperands).map { ($0.name, $0.sentence) })
    }
    let options = (command.options + [CommandLineReader.help]).map { option in
      (Self.spelling(of: option), option.sentence)
    }
    text += "\nOptions:\n" + table(options)
    text += settings(of: command)
    if !command.examples.isEmpty {
      text += "\nExamples:\n"
      for example in command.examples {
        text += "  \(example.line)\n" + wrapped(example.sentence, indent: 6)
      }
    }
    return text
  }

  // MARK: Parts

  private func usage(of command: any Command) -> String {
    var usage = "Usage: floe \(command.name)"
    for operand in [command.operand].compactMap({ $0 }) + command.furtherOperands {
      usage += operand.isRequired ? " \(operand.name)" : " [\(operand.name)]"
    }
    if !command.options.isEmpty || !command.settingKeys.isEmpty { usage += " [FLAGS]" }
    return usage
  }

  private func settings(of command: any Command) -> String {
    let keys = command.settingKeys
    if keys.isEmpty { return "" }
    if !command.listsSettings {
      return "\n"
        + wrapped("Every setting may be given as a flag; floe serve --help lists them.")
    }
    var text = ""
    for (title, group) in Self.grouped(keys) {
      text += "\n\(title):\n"
      text += table(group.map { (Self.spelling(of: $0), Self.sentence(of: $0)) })
    }
    let example = keys.last { $0.name.contains(".") } ?? keys[0]
    text += "\n"
    text += wrapped(
      "What no flag gives is read from a variable (\(example.flag) from \(example.variable)), of "
        + "the environment or of the file .env in the working directory.")
    return text
  }

  /// Keys by their section, in the order in which sections first appear.
  private static func grouped(_ keys: [SettingKey]) -> [(title: String, keys: [SettingKey])] {
    var groups: [(title: String, keys: [SettingKey])] = []
    for key in keys {
      let section = key.name.split(separator: ".").dropLast().joined(separator: ".")
      let title = section.isEmpty ? "Settings" : "Settings of \(section)"
      if let index = groups.firstIndex(where: { $0.title == title }) {
        groups[index].keys.append(key)
      } else {
        groups.append((title, [key]))
      }
    }
    return groups
  }

  private static func spelling(of option: CommandOption) -> String {
    let names = [option.short, option.name].compactMap { $0 }.joined(separator: ", ")
    return option.value.map { "\(names) \($0)" } ?? names
  }

  private static func spelling(of key: SettingKey) -> String {
    let aliases = FlagAlias.all.filter { $0.key == key.name }.map(\.flag)
    let names = (aliases + [key.flag]).joined(separator: ", ")
    return key.isSwitch ? names : "\(names) \(key.type.uppercased())"
  }

  private static func sentence(of key: SettingKey) -> String {
    var sentence = key.sentence
    if key.type == "choice" { sentence += " It is \(key.form)." }
    if key.isSecret || key.defaultText == "none" || key.defaultText.isEmpty { return sentence }
    return sentence + " [\(key.defaultText)]"
  }

  /// Two columns, the second wrapped.
  private func table(_ rows: [(name: String, sentence: String)]) -> String {
    let names = rows.map(\.name.count).filter { $0 <= Self.nameWidthMax }
    let column = 2 + (names.max() ?? 2) + 2
    var text = ""
    for row in rows {
      let lines = wrapped(row.sentence, indent: column)
      if row.name.count > Self.nameWidthMax {
        text += "  \(row.name)\n" + lines
      } else {
        let gap = String(repeating: " ", count: column - 2 - row.name.count)
        text += "  " + row.name + gap + lines.dropFirst(column)
      }
    }
    return text
  }

  /// Lines of at most `width` columns, each after so many spaces.
  func wrapped(_ sentence: String, indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent)
    // A narrow terminal breaks lines itself better than a column of single words does.
    let room = max(width - indent, 24)
    var lines: [String] = []
    var line = ""
    for word in sentence.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > room {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    lines.append(line)
    return lines.map { margin + $0 + "\n" }.joined()
  }
}
