/// A Range value for a representation of known size, and what it must give.
package struct RangeCase: Sendable, CustomStringConvertible {
  package enum Verdict: Equatable, Sendable {
    /// 200: as if the field were absent.
    case ignored
    /// 416.
    case unsatisfiable
    /// 206 with these ranges, first and last position each.
    case ranges([[UInt64]])
  }

  package let name: String
  package let rule: String
  package let value: String
  package let size: UInt64
  package let verdict: Verdict

  package init(_ name: String, _ rule: String, _ value: String, of size: UInt64, _ verdict: Verdict)
  {
    self.name = name
    self.rule = rule
    self.value = value
    self.size = size
    self.verdict = verdict
  }

  package var description: String { "\(name): \(value) of \(size) (\(rule))" }
}
