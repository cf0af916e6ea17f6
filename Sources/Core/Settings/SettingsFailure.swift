/// Everything wrong with the settings, found in one pass.
package struct SettingsFailure: Error, Sendable {
  /// The problems in the order of the sources: command line, environment, file, preset,
  /// relations; never empty.
  package let problems: [SettingsProblem]

  /// Makes a failure of one problem or more.
  package init(_ problems: [SettingsProblem]) {
    precondition(!problems.isEmpty, "a failure names what is wrong")
    self.problems = problems
  }
}

extension SettingsFailure: CustomStringConvertible {
  /// One line for each problem.
  package var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
