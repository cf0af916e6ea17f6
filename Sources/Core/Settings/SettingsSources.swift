/// Everything that may give settings a value: flag, environment, `.env` file, preset, in
/// this order of precedence. Within one source our own name wins over an alias.
package struct SettingsSources: Sendable {
  /// The key whose value chooses the preset.
  package static let environmentKey = "environment"

  /// The command line, taken apart against the keys of the same settings.
  package var arguments: CommandArguments
  /// The variables of the process.
  package var environment: [String: String]
  /// The `.env` file, when there is one.
  package var file: DotEnvFile?
  /// Foreign variable names that are understood, in order of preference.
  package var aliases: [SettingAlias]
  /// Variables with our prefix that mean something to other programs, such as a benchmark.
  package var ignoredVariables: Set<String>
  /// Values that each environment gives.
  package var presets: Presets

  /// Gathers the sources; what is left out gives nothing.
  package init(
    arguments: CommandArguments = CommandArguments(), environment: [String: String] = [:],
    file: DotEnvFile? = nil, aliases: [SettingAlias] = [], ignoredVariables: Set<String> = [],
    presets: Presets = Presets()
  ) {
    self.arguments = arguments
    self.environment = environment
    self.file = file
    self.aliases = aliases
    self.ignoredVariables = ignoredVariables
    self.presets = presets
  }

  /// Reads the settings and checks the relations between them; throws every problem of
  /// every source at once.
  package func load<Settings: SettingsSection>(
    _ type: Settings.Type = Settings.self, validations: [SettingsValidation<Settings>] = []
  ) throws(SettingsFailure) -> LoadedSettings<Settings> {
    let keys = SettingsReader.keys(of: Settings.self)
    let preset = presetName(keys)
    var given: [String: [GivenValue]] = [:]
    for key in keys { given[key.name] = values(for: key, preset: preset) }
    var reader = SettingsReader(given: given)
    let settings: Settings = reader.section()

    var problems = arguments.problems + unknownNames(keys) + reader.problems
    let broken = Set(reader.problems.compactMap(\.key))
    for validation in validations where broken.isDisjoint(with: validation.keys) {
      guard let reason = validation.check(settings) else { continue }
      problems.append(
        SettingsProblem(.relation, key: validation.keys.joined(separator: ", "), reason))
    }
    if !problems.isEmpty { throw SettingsFailure(problems) }
    return LoadedSettings(settings: settings, report: SettingsReport(rows: reader.rows))
  }

  /// What the sources give for a key, best first. An empty variable counts as not set,
  /// because that is how compose files and shells spell "not set".
  private func values(for key: SettingKey, preset: String?) -> [GivenValue] {
    var values: [GivenValue] = []
    let flags = arguments.settings.filter { $0.key == key.name }
    if let last = flags.last {
      let text = key.isList ? flags.map(\.value).joined(separator: ",") : last.value
      values.append(GivenValue(source: .flag(last.flag), text: text))
    }
    let names = [key.variable] + aliases.filter { $0.key == key.name }.map(\.variable)
    for name in names {
      if let text = environment[name], !text.isEmpty {
        values.append(GivenValue(source: .variable(name), text: text))
      }
    }
    if let file {
      for name in names {
        guard let entry = file.entries[name], !entry.value.isEmpty else { continue }
        let source = SettingSource.file(path: file.path, line: entry.line, variable: name)
        values.append(GivenValue(source: source, text: entry.value))
      }
    }
    if let preset, let text = presets.table[preset]?[key.name] {
      values.append(GivenValue(source: .preset(preset), text: text))
    }
    return values
  }

  /// The environment whose preset applies, or nil when no setting chooses one.
  private func presetName(_ keys: [SettingKey]) -> String? {
    guard let key = keys.first(where: { $0.name == Self.environmentKey }) else { return nil }
    return values(for: key, preset: nil).first?.text.lowercased() ?? key.defaultText
  }

  /// Names of ours that mean nothing. Their values are never shown: a misspelt name may
  /// hold a secret.
  private func unknownNames(_ keys: [SettingKey]) -> [SettingsProblem] {
    let variables = keys.map(\.variable)
    let known = Set(variables).union(ignoredVariables)
    func unknown(_ name: String) -> Bool {
      name.hasPrefix(SettingKey.variablePrefix) && !known.contains(name)
    }
    var problems: [SettingsProblem] = []
    for name in environment.keys.sorted() where unknown(name) {
      problems.append(
        SettingsProblem(
          .unknownName, source: .variable(name), nearest: NearestName.of(name, among: variables),
          "there is no such setting"))
    }
    if let file {
      let names = file.entries.keys.filter(unknown)
      let lines = names.map { (name: $0, line: file.entries[$0]?.line ?? 0) }
      for (name, line) in lines.sorted(by: { $0.line < $1.line }) {
        problems.append(
          SettingsProblem(
            .unknownName, source: .file(path: file.path, line: line, variable: name),
            nearest: NearestName.of(name, among: variables), "there is no such setting"))
      }
    }
    return problems + unknownKeys(keys)
  }

  /// Presets and aliases that speak of settings which do not exist: mistakes of the
  /// composition root, reported like any other.
  private func unknownKeys(_ keys: [SettingKey]) -> [SettingsProblem] {
    let names = Set(keys.map(\.name))
    var problems: [SettingsProblem] = []
    for (preset, values) in presets.table.sorted(by: { $0.key < $1.key }) {
      for name in values.keys.sorted() where !names.contains(name) {
        problems.append(
          SettingsProblem(
            .unknownName, source: .preset(preset), key: name,
            nearest: NearestName.of(name, among: names.sorted()), "there is no such setting"))
      }
    }
    for alias in aliases where !names.contains(alias.key) {
      problems.append(
        SettingsProblem(
          .unknownName, source: .variable(alias.variable), key: alias.key,
          nearest: NearestName.of(alias.key, among: names.sorted()),
          "the alias means a setting that does not exist"))
    }
    return problems
  }
}
