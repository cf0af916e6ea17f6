internal import Settings

/// A command that is to be run: what was typed, and what is around it.
struct Invocation: Sendable {
  /// Settings, options and words of the command line, free of problems.
  let arguments: CommandArguments
  /// What the process gives to commands.
  let surroundings: Surroundings

  /// Where the command reads and writes.
  var terminal: Terminal { surroundings.terminal }

  /// The word that the command works on; empty when there is none.
  var operand: String { arguments.words.first ?? "" }

  /// The word after that, if there is one.
  var furtherOperand: String? { arguments.words.dropFirst().first }

  /// The value of an option, nil when it was not given.
  func option(_ name: String) -> String? { arguments.options[name] }

  /// Whether an option that stands alone was given.
  func has(_ name: String) -> Bool { arguments.options[name] != nil }

  /// The value of an option that is a whole number in a range.
  func number(
    _ name: String, default standard: Int?, in range: ClosedRange<Int>
  ) throws(CommandFailure) -> Int? {
    guard let text = option(name) else { return standard }
    guard let number = Int(text), range.contains(number) else {
      let shown = CommandLineReader.shown(text)
      let bounds =
        range.upperBound == .max
        ? "from \(range.lowerBound) up" : "from \(range.lowerBound) to \(range.upperBound)"
      throw .misused("\(name): \"\(shown)\" is not a whole number \(bounds)")
    }
    return number
  }
}
