/// How a server is started.
struct Launch {
  /// The program and its arguments.
  let command: [String]

  /// Where its output goes.
  let output: String

  /// The port that shows that it is up.
  let port: UInt16

  /// What is asked there: any answer will do.
  var readinessPath = "/"
}
