extension SettingsReport {
  /// The report for programs: an array of objects (RFC 8259).
  package var json: String {
    let objects = rows.map { row in
      let members: [(String, String)] = [
        ("key", quoted(row.key.name)), ("value", quoted(row.value)),
        ("source", quoted(row.source.description)), ("default", quoted(row.defaultValue)),
        ("type", quoted(row.key.type)), ("accepts", quoted(row.key.form)),
        ("secret", row.key.isSecret ? "true" : "false"),
        ("reloadable", row.key.isReloadable ? "true" : "false"), ("flag", quoted(row.key.flag)),
        ("variable", quoted(row.key.variable)),
        (
          "shadowed", "[" + row.shadowed.map { quoted($0.description) }.joined(separator: ",") + "]"
        ),
        ("description", quoted(row.key.sentence)),
      ]
      return "  {" + members.map { "\(quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
    }
    return "[\n" + objects.joined(separator: ",\n") + "\n]\n"
  }

  /// A JSON string (RFC 8259 §7) with everything escaped that could upset a terminal or a
  /// script around it.
  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
