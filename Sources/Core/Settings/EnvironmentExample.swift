/// Every setting as a line of a `.env` file to begin with, grouped by section.
package enum EnvironmentExample {
  /// The most columns of a comment.
  private static let columns = 100

  /// The file's text. Every line is a comment, so that a copy changes nothing until somebody
  /// takes a mark away; secrets have no value.
  package static func text(_ keys: [SettingKey], aliases: [SettingAlias] = []) -> String {
    var text = """
      # Every setting of Floe, with its default. Written by `floe config --env-example`.
      #
      # Copy it to .env in the folder where floe runs, and take the # away from what you change.
      # Flags and the variables of the process win over this file; what nobody sets comes from the
      # preset of FLOE_ENVIRONMENT. A secret may be in a file of its own that its …_FILE names.
      # What is marked with * is read again on SIGHUP.

      """
    var section: Substring?
    for key in keys {
      let own = key.name.contains(".") ? key.name.prefix { $0 != "." } : ""
      if own != section {
        section = own
        text += "\n# --- \(own.isEmpty ? "the process" : String(own)) ---\n"
      }
      text += "\n" + comment(key, aliases.filter { $0.key == key.name }.map(\.variable))
      if let file = key.fileVariable {
        text += "#\(key.variable)=\n#\(file)=\n"
      } else {
        text += "#\(key.variable)=\(spelled(key.defaultText))\n"
      }
    }
    return text
  }

  private static func comment(_ key: SettingKey, _ aliases: [String]) -> String {
    var sentence = (key.isReloadable ? "* " : "") + key.sentence + " " + accepted(key.form)
    if !aliases.isEmpty { sentence += " Also: \(aliases.joined(separator: ", "))." }
    var lines: [String] = []
    var line = "#"
    for word in sentence.split(separator: " ") {
      if line.count + 1 + word.count > columns {
        lines.append(line)
        line = "#"
      }
      line += " " + word
    }
    return (lines + [line]).joined(separator: "\n") + "\n"
  }

  private static func accepted(_ form: String) -> String {
    form.prefix(1).uppercased() + form.dropFirst() + "."
  }

  /// A value in a spelling that reads back as itself.
  private static func spelled(_ value: String) -> String {
    let isPlain = value.unicodeScalars.allSatisfy {
      !" \t\r\n#'\"\\".unicodeScalars.contains($0)
    }
    if isPlain { return value }
    var quoted = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return "\"\(quoted)\""
  }
}
