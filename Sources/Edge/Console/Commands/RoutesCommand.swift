internal import Gateway
internal import HTTP
internal import Routing
internal import Settings

/// `floe routes`.
struct RoutesCommand: Command {
  let name = "routes"
  let summary = "Lists every route that floe serve answers."
  let listsSettings = false
  var settingKeys: [SettingKey] { Invocation.allKeys }

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let settings = try invocation.settings().settings
    let routes: [Route]
    do {
      routes = try Edge.routes(settings)
    } catch {
      throw .failed("the routes do not fit together: \(error)")
    }
    let rows = routes.map { ("\($0.method.name)", $0.template.text, $0.summary) }
    try invocation.terminal.print(Self.table(rows))
  }

  /// Three columns, sorted by path.
  static func table(_ rows: [(method: String, path: String, summary: String)]) -> String {
    let methods = rows.map(\.method.count).max() ?? 0
    let paths = rows.map(\.path.count).max() ?? 0
    return rows.sorted { ($0.path, $0.method) < ($1.path, $1.method) }.map { row in
      let method = row.method + String(repeating: " ", count: methods - row.method.count)
      let path = row.path + String(repeating: " ", count: paths - row.path.count)
      return "\(method)  \(path)  \(row.summary)\n"
    }.joined()
  }
}
