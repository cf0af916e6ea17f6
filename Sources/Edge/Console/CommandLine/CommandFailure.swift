internal import Settings

/// Why a command ends without having done what was asked.
struct CommandFailure: Error, Hashable {
  /// What the process ends with.
  let status: ExitStatus
  /// What is said on the standard error stream, a sentence for each problem.
  let sentences: [String]

  /// Something could not be done.
  static func failed(_ sentence: String) -> CommandFailure {
    CommandFailure(status: .failed, sentences: [sentence])
  }

  /// The command line is wrong.
  static func misused(_ sentences: String...) -> CommandFailure {
    CommandFailure(status: .misused, sentences: sentences)
  }

  /// Everything that is wrong with flags and settings.
  static func misused(_ problems: [SettingsProblem]) -> CommandFailure {
    CommandFailure(status: .misused, sentences: problems.map(\.description))
  }
}
