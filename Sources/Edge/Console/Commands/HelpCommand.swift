/// `floe help`.
struct HelpCommand: Command {
  let name = "help"
  let summary = "Lists the commands, or says more about one."
  let operand: Operand? = Operand("COMMAND", "The command to explain.", isRequired: false)

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let commands = CommandTree.floe.commands
    let help = CommandHelp(width: invocation.terminal.columns)
    if invocation.operand.isEmpty {
      try invocation.terminal.print(help.overview(of: commands))
    } else {
      let command = try CommandLineReader(commands: commands).command(named: invocation.operand)
      try invocation.terminal.print(help.help(for: command))
    }
  }
}
