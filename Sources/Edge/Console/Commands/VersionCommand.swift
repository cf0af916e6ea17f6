internal import Gateway

/// `floe version`.
struct VersionCommand: Command {
  let name = "version"
  let summary = "Prints the version."

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    try invocation.terminal.print("floe \(Edge.version)\n")
  }
}
