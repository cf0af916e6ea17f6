internal import Gateway
internal import Settings

/// `floe config`.
struct ConfigCommand: Command {
  let name = "config"
  let summary = "Prints every setting: its value, where that came from, its default and its use."
  let options = [
    CommandOption("--json", "Prints an array of objects, for programs."),
    CommandOption(
      "--env-example", "Prints a .env file to begin with: every setting, commented out."),
  ]
  let examples = [
    Example("floe config --environment development", "What floe serve would run with there."),
    Example("floe config --env-example > .env", "A file to begin with."),
    Example("FLOE_SERVER_PORT=80 floe config | grep port", "Where a value comes from."),
  ]
  var settingKeys: [SettingKey] { Invocation.allKeys }

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    if invocation.has("--env-example") {
      return try invocation.terminal.print(
        EnvironmentExample.text(Invocation.allKeys, aliases: EnvironmentAliases.all))
    }
    let loaded = try invocation.settings()
    let report = loaded.report
    try invocation.terminal.print(invocation.has("--json") ? report.json : report.table)
    for warning in loaded.warnings { invocation.terminal.complain("floe: \(warning)") }
    guard loaded.settings.secretsAreChecked else { return }
    for problem in loaded.unsafeSecrets {
      invocation.terminal.complain("floe: floe serve would not start: \(problem)")
    }
  }
}
