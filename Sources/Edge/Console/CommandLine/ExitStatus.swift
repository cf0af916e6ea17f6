/// How the process ends, as the shell sees it.
package enum ExitStatus: Int32, Sendable {
  /// All was done.
  case succeeded = 0
  /// Something could not be done.
  case failed = 1
  /// The command line or a setting is wrong; nothing was begun.
  case misused = 2
}
