/// A command line that help shows.
struct Example: Sendable, Hashable {
  /// The line as typed.
  let line: String
  /// What it does, in one sentence.
  let sentence: String

  init(_ line: String, _ sentence: String) {
    self.line = line
    self.sentence = sentence
  }
}
