/// What the process gives to its commands; tests give something else.
package struct Surroundings: Sendable {
  /// Where commands read and write.
  let terminal: Terminal
  /// How this program was called: the first word of its command line.
  let program: String
  /// The variables of the process.
  let variables: [String: String]
  /// The file with further variables; it need not exist.
  let dotEnvPath: String
  /// How the user says that it is enough.
  let interruptions: Interruptions
  /// Yields whenever the user wants the settings to be read again. Until a command asks, the
  /// signal has its usual effect.
  var reloads: @Sendable () -> AsyncStream<Void> = { AsyncStream { $0.finish() } }
}
