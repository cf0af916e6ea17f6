/// Everything that may give settings a value: flag, environment, `.env` file, preset, in
/// this order of precedence. Within one source our own name wins over an alias, and a secret is
/// given as itself or as a file (`…_FILE`), not as both.
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
  /// Reads the file of a secret.
  package var readSecretFile: @Sendable (String) throws(SecretFile.Unreadable) -> SecretFile =
    SecretFile.read

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
  ///
  /// - Parameter refusesUnsafeSecrets: whether settings like these may not have secrets that are
  ///   missing, known or short. Where they may, `unsafeSecrets` of the result tells of them.
  package func load<Settings: SettingsSection>(
    _ type: Settings.Type = Settings.self, validations: [SettingsValidation<Settings>] = [],
    refusesUnsafeSecrets: (Settings) -> Bool = { _ in false }
  ) throws(SettingsFailure) -> LoadedSettings<Settings> {
    let keys = SettingsReader.keys(of: Settings.self)
    let preset = presetName(keys)
    var given: [String: [GivenValue]] = [:]
    var problems = arguments.problems + (file?.problems ?? []) + unknownNames(keys)
    var warnings: [String] = []
    for key in keys {
      let candidates = candidates(for: key, preset: preset)
      given[key.name] = candidates.values
      problems += candidates.problems
      warnings += candidates.warnings
    }
    var reader = SettingsReader(given: given)
    let settings: Settings = reader.section()

    let broken = Set((problems + reader.problems).compactMap(\.key))
    problems += reader.problems
    for validation in validations where broken.isDisjoint(with: validation.keys) {
      guard let reason = validation.check(settings) else { continue }
      problems.append(
        SettingsProblem(.relation, key: validation.keys.joined(separator: ", "), reason))
    }
    let unsafeSecrets = Self.unsafeSecrets(
      keys.filter { !broken.contains($0.name) }, reader.secrets)
    if refusesUnsafeSecrets(settings) { problems += unsafeSecrets }
    if !problems.isEmpty { throw SettingsFailure(problems) }
    return LoadedSettings(
      settings: settings, report: SettingsReport(rows: reader.rows), warnings: warnings,
      unsafeSecrets: unsafeSecrets)
  }

  /// The environment whose preset applies, or nil when no setting chooses one.
  private func presetName(_ keys: [SettingKey]) -> String? {
    guard let key = keys.first(where: { $0.name == Self.environmentKey }) else { return nil }
    return candidates(for: key, preset: nil).values.first?.text.lowercased() ?? key.defaultText
  }

  /// Names of ours that mean nothing. Their values are never shown: a misspelt name may
  /// hold a secret.
  private func unknownNames(_ keys: [SettingKey]) -> [SettingsProblem] {
    let variables = keys.map(\.variable)
    let known = Set(variables + keys.compactMap(\.fileVariable)).union(ignoredVariables)
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
