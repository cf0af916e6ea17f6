internal import Gateway
internal import Persistence
internal import Settings
internal import Telemetry

/// `floe migrate`.
struct MigrateCommand: Command {
  let name = "migrate"
  let summary = "Brings the schema of the database forward, as floe serve does when it starts."
  let options = [
    CommandOption("--dry-run", "Prints the statements that would be run, and runs none."),
    CommandOption("--status", "Lists what was run, and what is to be run."),
  ]
  let examples = [
    Example("floe migrate --status", "What was run on the database of the settings, and when."),
    Example("DATABASE_URL=postgres://… floe migrate --dry-run", "The SQL for a review."),
  ]
  let listsSettings = false
  var settingKeys: [SettingKey] { Invocation.allKeys }
  /// What there is to run.
  var migrations = Edge.migrations

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    guard !(invocation.has("--dry-run") && invocation.has("--status")) else {
      throw .misused("--dry-run and --status exclude each other")
    }
    let settings = try invocation.settings().settings
    let text: String
    do {
      text = try await Edge.withDatabase(settings) { database in
        let migrator = Edge.migrator(database, migrations)
        if invocation.has("--status") { return Self.table(try await migrator.status()) }
        if invocation.has("--dry-run") { return Self.script(try await migrator.status().pending) }
        let done = try await migrator.run()
        return done.isEmpty
          ? "Nothing is pending.\n" : done.map { "ran \($0)\n" }.joined()
      }
    } catch {
      throw .failed("\(error)")
    }
    try invocation.terminal.print(text)
  }

  /// A line for each migration.
  static func table(_ status: MigrationStatus) -> String {
    let applied = status.applied.map { "run \(time($0.appliedAt))  \($0.id)\n" }
    let pending = status.pending.map { "pending                   \($0.id)\n" }
    let lines = applied + pending
    return lines.isEmpty ? "There are no migrations.\n" : lines.joined()
  }

  /// The statements, as a script for a reader.
  static func script(_ pending: [Migration]) -> String {
    guard !pending.isEmpty else { return "-- Nothing is pending.\n" }
    return pending.map { migration in
      "-- \(migration.id)\n" + migration.statements.map { "\($0.text);\n" }.joined()
    }.joined(separator: "\n")
  }

  private static func time(_ seconds: Int64) -> String {
    WallTime(nanosecondsSinceEpoch: seconds * 1_000_000_000).text
  }
}
