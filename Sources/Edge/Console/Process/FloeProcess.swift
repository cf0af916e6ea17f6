internal import Glibc
internal import Lifecycle
internal import Settings

/// The process around the commands.
package enum FloeProcess {
  /// Runs the command that the process was started with, and ends the process.
  package static func main() async -> Never {
    DescriptorLimit.raise()
    ShutdownSignal.ignoreBrokenPipes()
    let variables = ProcessEnvironment.variables()
    let surroundings = Surroundings(
      terminal: .standard(variables), program: CommandLine.arguments.first ?? "floe",
      variables: variables, dotEnvPath: ".env",
      interruptions: .signals)
    let words = Array(CommandLine.arguments.dropFirst())
    let status = await CommandTree.floe.run(words, in: surroundings)
    // Nothing is left to be flushed, and the libraries' own farewell would race with threads
    // that are still on their way out.
    _exit(status.rawValue)
  }
}
