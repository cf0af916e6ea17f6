/// The rules by which the vectors describe content that is too long to print.
enum Rule {
  static func content(_ rule: String) -> [UInt8] {
    if rule == "one byte 42" { return [42] }
    if let text = argument(of: "text ", in: rule) {
      return Array(text.dropFirst().dropLast().utf8)
    }
    let numbers = rule.split { !$0.isNumber }.map { Int($0)! }
    if rule.hasPrefix("zeros(") { return [UInt8](repeating: 0, count: numbers[0]) }
    if rule.hasPrefix("fill(") {
      return [UInt8](repeating: UInt8(numbers[1]), count: numbers[0])
    }
    if rule.hasPrefix("ramp(") { return ramp(numbers[0], numbers[1]) }
    fatalError("unknown rule: \(rule)")
  }

  static func ramp(_ size: Int, _ seed: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: $0 + seed) }
  }

  private static func argument(of prefix: String, in rule: String) -> Substring? {
    rule.hasPrefix(prefix) ? rule.dropFirst(prefix.count) : nil
  }
}
