/// A request's conditional fields against one representation, and the status they must give.
struct ConditionCase: Sendable, CustomStringConvertible {
  let name: String
  let rule: String
  let method: String
  /// Field lines without line ends.
  let fields: [String]
  let status: UInt16
  /// Whether the representation has a modification date.
  let isDated: Bool

  init(
    _ name: String, _ rule: String, _ fields: [String], _ status: UInt16, method: String = "GET",
    isDated: Bool = true
  ) {
    self.name = name
    self.rule = rule
    self.method = method
    self.fields = fields
    self.status = status
    self.isDated = isDated
  }

  var description: String { "\(name) (\(rule))" }
}
