/// A Range value for a representation of known size, and what it must give.
struct RangeCase: Sendable, CustomStringConvertible {
  enum Verdict: Equatable, Sendable {
    /// 200: as if the field were absent.
    case ignored
    /// 416.
    case unsatisfiable
    /// 206 with these ranges, first and last position each.
    case ranges([[UInt64]])
  }

  let name: String
  let rule: String
  let value: String
  let size: UInt64
  let verdict: Verdict

  init(_ name: String, _ rule: String, _ value: String, of size: UInt64, _ verdict: Verdict) {
    self.name = name
    self.rule = rule
    self.value = value
    self.size = size
    self.verdict = verdict
  }

  var description: String { "\(name): \(value) of \(size) (\(rule))" }
}
