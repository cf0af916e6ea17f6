/// What was done, and what came of it.
package struct RecoveryRecord: Hashable, Sendable {
  /// How a step ended.
  package enum Outcome: String, CaseIterable, Hashable, Sendable {
    /// It was carried out; whether it has helped, the next looks show.
    case done
    /// It could not be carried out.
    case failed
    /// It was done as often as is allowed.
    case givenUp = "given-up"
  }

  /// The step, how it ended, and what is to be said of it.
  package let step: RecoveryStep
  package let outcome: Outcome
  package let note: String
  /// When, in seconds since 1970.
  package let at: Int64

  /// A record.
  package init(step: RecoveryStep, outcome: Outcome, note: String, at: Int64) {
    self.step = step
    self.outcome = outcome
    self.note = note
    self.at = at
  }
}
