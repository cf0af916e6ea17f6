internal import Settings

/// All that `floe` can be asked to do.
package struct CommandTree: Sendable {
  let commands: [any Command]

  /// The commands in the order in which help lists them.
  package static let floe = CommandTree(commands: [
    ServeCommand(), MigrateCommand(), UserCommand(), TokenCommand(), AddressesCommand(),
    AuditCommand(), AlertsCommand(), DevnetCommand(), PutCommand(), GetCommand(), BlobIDCommand(),
    SignCommand(), ConfigCommand(), HealthCommand(), EndpointsCommand(), RoutesCommand(),
    OpenAPICommand(), GraphCommand(), CacheSimulationCommand(),
    VersionCommand(), HelpCommand(),
  ])

  /// Does what the words after `floe` say.
  package func run(_ words: [String], in surroundings: Surroundings) async -> ExitStatus {
    let terminal = surroundings.terminal
    do throws(CommandFailure) {
      switch try CommandLineReader(commands: commands).read(words) {
      case .overview:
        try terminal.print(CommandHelp(width: terminal.columns).overview(of: commands))
      case .help(let command):
        try terminal.print(CommandHelp(width: terminal.columns).help(for: command))
      case .run(let command, let arguments):
        try await command.run(Invocation(arguments: arguments, surroundings: surroundings))
      }
      return .succeeded
    } catch {
      for sentence in error.sentences { terminal.complain("floe: \(sentence)") }
      return error.status
    }
  }
}
