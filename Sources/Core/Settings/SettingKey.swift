/// What is known of one setting before anybody gave it a value.
package struct SettingKey: Sendable, Hashable {
  /// The dotted name: `content.memory_limit`.
  package let name: String
  /// The type's name: "size".
  package let type: String
  /// What is accepted: "a size such as 64KiB, from 1MiB to 1TiB".
  package let form: String
  /// The default in the spelling that reads back as itself.
  package let defaultText: String
  /// Whether the value is a secret, and what is asked of it then.
  package let secrecy: SettingSecrecy
  /// Whether a new value is taken over while the process runs.
  package let isReloadable: Bool
  /// What the setting is for, in one sentence.
  package let sentence: String

  /// Whether the value must never be shown.
  package var isSecret: Bool { secrecy.isSecret }

  /// The command-line flag: `--content-memory-limit`.
  package var flag: String { "--" + SettingKey.spelling(name, separator: "-", upper: false) }

  /// The environment variable: `FLOE_CONTENT_MEMORY_LIMIT`.
  package var variable: String {
    SettingKey.variablePrefix + SettingKey.spelling(name, separator: "_", upper: true)
  }

  /// The variable that names a file with the value, for secrets:
  /// `FLOE_SHARED_STATE_URL_FILE`; nil for what is no secret.
  package var fileVariable: String? { isSecret ? variable + SettingKey.fileSuffix : nil }

  /// Whether the flag may stand alone (`--devnet`) and has a negative (`--no-devnet`).
  package var isSwitch: Bool { type == Bool.settingType }

  /// Whether a repeated flag adds to the list instead of replacing the value.
  package var isList: Bool { type == [String].settingType }

  /// What every environment variable of ours starts with.
  package static let variablePrefix = "FLOE_"

  /// What follows the variable of a secret where a file holds it.
  package static let fileSuffix = "_FILE"

  private static func spelling(_ name: String, separator: String, upper: Bool) -> String {
    let words = name.split { $0 == "." || $0 == "_" }
    let joined = words.joined(separator: separator)
    return upper ? joined.uppercased() : joined.lowercased()
  }
}
