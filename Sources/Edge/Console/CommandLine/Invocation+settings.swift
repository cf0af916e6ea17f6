internal import Gateway
internal import Settings

extension Invocation {
  /// Variables with the prefix of settings that mean something to the project's own tests.
  private static let foreignVariables: Set<String> = ["FLOE_TEST_SEED"]

  /// The flags of every setting.
  static let allKeys = SettingsReader.keys(of: GatewaySettings.self)

  /// Reads the settings from flags, variables, the `.env` file, the files of secrets and presets;
  /// throws everything that is wrong with any of them.
  ///
  /// - Parameter checksSecrets: whether secrets that nobody should serve with are wrong too, where
  ///   the settings want that.
  func settings(checksSecrets: Bool = false) throws(CommandFailure) -> LoadedSettings<
    GatewaySettings
  > {
    var problems: [SettingsProblem] = []
    var file: DotEnvFile?
    do throws(SettingsFailure) {
      file = try DotEnvFile.read(path: surroundings.dotEnvPath)
    } catch {
      problems = error.problems
    }
    let sources = SettingsSources(
      arguments: arguments, environment: surroundings.variables, file: file,
      aliases: EnvironmentAliases.all, ignoredVariables: Self.foreignVariables,
      presets: EnvironmentPresets.all)
    do throws(SettingsFailure) {
      let loaded = try sources.load(
        validations: GatewaySettings.validations,
        refusesUnsafeSecrets: { checksSecrets && $0.secretsAreChecked })
      if problems.isEmpty { return loaded }
    } catch {
      problems += error.problems
    }
    throw .misused(problems)
  }
}
