/// A request's conditional fields against one representation, and the status they must give.
package struct ConditionCase: Sendable, CustomStringConvertible {
  package let name: String
  package let rule: String
  package let method: String
  /// Field lines without line ends.
  package let fields: [String]
  package let status: UInt16
  /// Whether the representation has a modification date.
  package let isDated: Bool

  package init(
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

  package var description: String { "\(name) (\(rule))" }
}
