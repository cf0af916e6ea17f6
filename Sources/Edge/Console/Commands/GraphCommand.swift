internal import Gateway

/// `floe graph`.
struct GraphCommand: Command {
  let name = "graph"
  let summary = "Prints what runs inside floe serve, and what has to run before it."

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let text = Edge.graph()
    try invocation.terminal.print(text.hasSuffix("\n") ? text : text + "\n")
  }
}
