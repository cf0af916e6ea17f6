internal import Glibc
internal import Lifecycle
internal import Settings

/// The process around the commands.
package enum FloeProcess {
  /// Runs the command that the process was started with, and ends the process.
  ///
  /// The main thread sleeps meanwhile. Left to Dispatch it would end, and valgrind, which counts
  /// instructions for the benchmark, does not survive the end of the main thread.
  package static func main() -> Never {
    Task { await run() }
    while true { pause() }
  }

  private static func run() async -> Never {
    DescriptorLimit.raise()
    ShutdownSignal.ignoreBrokenPipes()
    let variables = ProcessEnvironment.variables()
    let surroundings = Surroundings(
      terminal: .standard(variables), program: CommandLine.arguments.first ?? "floe",
      variables: variables, dotEnvPath: ".env",
      interruptions: .signals, reloads: { ReloadSignal.install() })
    let words = Array(CommandLine.arguments.dropFirst())
    let status = await CommandTree.floe.run(words, in: surroundings)
    // Nothing is left to be flushed, and the libraries' own farewell would race with threads
    // that are still on their way out.
    _exit(status.rawValue)
  }
}
