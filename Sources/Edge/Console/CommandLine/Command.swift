internal import Settings

/// One thing that `floe` can be asked to do.
protocol Command: Sendable {
  /// The word after `floe`.
  var name: String { get }
  /// What it does, in one sentence.
  var summary: String { get }
  /// The word it works on, when there is one.
  var operand: Operand? { get }
  /// The words that may follow that one.
  var furtherOperands: [Operand] { get }
  /// Its options; `--help` is understood everywhere.
  var options: [CommandOption] { get }
  /// The settings that may be given as flags.
  var settingKeys: [SettingKey] { get }
  /// Whether help lists those settings rather than saying where they are listed.
  var listsSettings: Bool { get }
  /// Lines to try.
  var examples: [Example] { get }

  /// Does it. What is thrown is said by the caller alone.
  func run(_ invocation: Invocation) async throws(CommandFailure)
}

extension Command {
  var operand: Operand? { nil }
  var furtherOperands: [Operand] { [] }
  var options: [CommandOption] { [] }
  var settingKeys: [SettingKey] { [] }
  var listsSettings: Bool { true }
  var examples: [Example] { [] }
}
