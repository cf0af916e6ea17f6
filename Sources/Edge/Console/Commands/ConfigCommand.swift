internal import Settings

/// `floe config`.
struct ConfigCommand: Command {
  let name = "config"
  let summary = "Prints every setting: its value, where that came from, its default and its use."
  let options = [CommandOption("--json", "Prints an array of objects, for programs.")]
  let examples = [
    Example("floe config --environment development", "What floe serve would run with there."),
    Example("FLOE_SERVER_PORT=80 floe config | grep port", "Where a value comes from."),
  ]
  var settingKeys: [SettingKey] { Invocation.allKeys }

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let report = try invocation.settings().report
    try invocation.terminal.print(invocation.has("--json") ? report.json : report.table)
  }
}
