/// The word that a command works on, such as a file.
struct Operand: Sendable, Hashable {
  /// What it is called in help: `FILE`.
  let name: String
  /// What may stand there, in one sentence.
  let sentence: String
  /// Whether the command does nothing without it.
  let isRequired: Bool

  init(_ name: String, _ sentence: String, isRequired: Bool = true) {
    self.name = name
    self.sentence = sentence
    self.isRequired = isRequired
  }
}
