internal import Settings

/// Makes sense of the words after `floe`, without doing anything.
struct CommandLineReader: Sendable {
  /// What the words ask for.
  enum Request: Sendable {
    /// The list of commands.
    case overview
    /// The help of one command.
    case help(any Command)
    /// A command with its arguments.
    case run(any Command, CommandArguments)
  }

  /// The option that every command has.
  static let help = CommandOption("--help", short: "-h", "Shows this help.")
  /// Stands for the command `version` where the first word is expected.
  private static let version = "--version"

  let commands: [any Command]

  /// Reads the words; throws every mistake at once.
  func read(_ words: [String]) throws(CommandFailure) -> Request {
    guard let first = words.first else {
      throw .misused("say what to do, for example floe serve; floe help lists the commands")
    }
    if first == Self.help.name || first == Self.help.short { return .overview }
    if first == Self.version { return try read(["version"] + words.dropFirst()) }
    if first.hasPrefix("-") {
      let flag = Self.shown(first)
      throw .misused("\(flag): the command comes first, for example floe serve \(flag)")
    }
    return try request(for: try command(named: first), Array(words.dropFirst()))
  }

  /// The command of this name, or the failure that names the nearest one.
  func command(named name: String) throws(CommandFailure) -> any Command {
    if let command = commands.first(where: { $0.name == name }) { return command }
    var sentence = "there is no command \(Self.shown(name))"
    if let nearest = NearestName.of(name, among: commands.map(\.name)) {
      sentence += "; did you mean \(nearest)?"
    } else {
      sentence += "; floe help lists the commands"
    }
    throw .misused(sentence)
  }

  private func request(
    for command: any Command, _ words: [String]
  ) throws(CommandFailure) -> Request {
    let keys = command.settingKeys
    let arguments = CommandArguments(
      Self.withLongFlags(words, keys), keys: keys, options: command.options + [Self.help])
    if arguments.options[Self.help.name] != nil { return .help(command) }
    var sentences = arguments.problems.map { Self.sentence(for: $0, command, keys) }
    if let sentence = Self.problem(with: arguments.words, of: command) {
      sentences.append(sentence)
    }
    guard sentences.isEmpty else {
      throw CommandFailure(
        status: .misused, sentences: sentences + ["floe \(command.name) --help says more"])
    }
    return .run(command, arguments)
  }

  private static func problem(with words: [String], of command: any Command) -> String? {
    let most = command.operand == nil ? 0 : 1 + command.furtherOperands.count
    if words.count > most {
      let extra = shown(words[most])
      switch most {
      case 0: return "floe \(command.name) takes flags alone, and \(extra) is none"
      case 1:
        let name = command.operand?.name ?? ""
        return "floe \(command.name) takes one \(name), and \(extra) is a second"
      default: return "floe \(command.name) takes \(most) words, and \(extra) is one too many"
      }
    }
    guard let operand = command.operand, operand.isRequired, words.isEmpty else { return nil }
    return "floe \(command.name) needs a \(operand.name)"
  }

  /// Puts the flag of the setting in the place of its short spelling.
  private static func withLongFlags(_ words: [String], _ keys: [SettingKey]) -> [String] {
    var isPastFlags = false
    return words.map { word in
      if word == "--" { isPastFlags = true }
      guard !isPastFlags, word.hasPrefix("--") else { return word }
      let name = word.prefix { $0 != "=" }
      for alias in FlagAlias.all {
        guard let key = keys.first(where: { $0.name == alias.key }) else { continue }
        if name == alias.flag { return key.flag + word.dropFirst(name.count) }
        if key.isSwitch, name == "--no-" + alias.flag.dropFirst(2) {
          return "--no-" + key.flag.dropFirst(2) + word.dropFirst(name.count)
        }
      }
      return word
    }
  }

  /// The problem, with the nearest of all spellings where the name is unknown.
  private static func sentence(
    for problem: SettingsProblem, _ command: any Command, _ keys: [SettingKey]
  ) -> String {
    guard problem.kind == .unknownName, case .flag(let name) = problem.source else {
      return problem.description
    }
    let options = (command.options + [help]).map(\.name)
    let aliases = FlagAlias.all.filter { alias in keys.contains { $0.name == alias.key } }
    let known = options + keys.map(\.flag) + aliases.map(\.flag)
    return SettingsProblem(
      .unknownName, source: .flag(shown(name)), nearest: NearestName.of(name, among: known),
      "floe \(command.name) has no such flag"
    ).description
  }

  /// A word of the command line as it may be shown on a terminal.
  static func shown(_ word: String) -> String {
    var text = ""
    for scalar in word.unicodeScalars.prefix(80) {
      text.unicodeScalars.append(scalar.properties.generalCategory == .control ? "?" : scalar)
    }
    return word.unicodeScalars.count > 80 ? text + "…" : text
  }
}
