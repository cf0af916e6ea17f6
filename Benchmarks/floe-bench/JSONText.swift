/// JSON as this benchmark writes it: keys in order, numbers with four significant digits.
enum JSONText {
  /// A value of a report.
  indirect enum Value {
    case text(String)
    case number(Double)
    case list([Value])
    case record([(String, Value)])
  }

  /// The text of a value, indented by two spaces a level.
  static func print(_ value: Value, indent: String = "") -> String {
    let deeper = indent + "  "
    switch value {
    case .text(let text): return quoted(text)
    case .number(let number): return Decimals.significant(number, 5)
    case .list(let values):
      if values.isEmpty { return "[]" }
      if values.allSatisfy(isPlain) {
        return "[" + values.map { print($0) }.joined(separator: ", ") + "]"
      }
      let lines = values.map { deeper + print($0, indent: deeper) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(indent)]"
    case .record(let members):
      if members.isEmpty { return "{}" }
      let lines = members.map { deeper + quoted($0.0) + ": " + print($0.1, indent: deeper) }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  private static func isPlain(_ value: Value) -> Bool {
    if case .number = value { true } else { false }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 32: quoted += " "
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
