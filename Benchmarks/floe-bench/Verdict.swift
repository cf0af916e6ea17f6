/// A target and what was measured.
struct Verdict {
  let subject: String
  let measured: Double
  let target: Double
  let unit: String

  init(_ subject: String, _ measured: Double, _ target: Double, _ unit: String) {
    self.subject = subject
    self.measured = measured
    self.target = target
    self.unit = unit
  }

  /// Whether the measurement is within the target.
  var isMet: Bool { measured <= target }
}
