/// An option of a command that is not a setting, such as `--help` or `--shards N`.
package struct CommandOption: Sendable, Hashable {
  /// The name with its dashes: `--shards`.
  package let name: String
  /// The one-letter spelling with its dash, when there is one: `-h`.
  package let short: String?
  /// What the value is called in help (`N`), or nil when the option stands alone.
  package let value: String?
  /// What the option does, in one sentence.
  package let sentence: String

  /// Makes an option; `value` names its value, and nil means that it stands alone.
  package init(_ name: String, short: String? = nil, value: String? = nil, _ sentence: String) {
    self.name = name
    self.short = short
    self.value = value
    self.sentence = sentence
  }
}
