internal import Gateway
internal import Settings

/// `floe openapi`.
struct OpenAPICommand: Command {
  let name = "openapi"
  let summary = "Prints the description of every route as OpenAPI 3.1."
  let listsSettings = false
  let examples = [Example("floe openapi > openapi.json", "Keeps it for a generator of clients.")]
  var settingKeys: [SettingKey] { Invocation.allKeys }

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let settings = try invocation.settings().settings
    let text: String
    do {
      text = try Edge.openAPI(settings)
    } catch {
      throw .failed("the routes do not fit together: \(error)")
    }
    try invocation.terminal.print(text.hasSuffix("\n") ? text : text + "\n")
  }
}
