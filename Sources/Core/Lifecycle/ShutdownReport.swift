/// How a shutdown went.
package struct ShutdownReport: Sendable, Hashable {
  /// How a phase ended.
  package enum Outcome: Sendable, Hashable {
    /// It did all it had to.
    case finished
    /// Its time was over.
    case expired
    /// It was cut short or left out because somebody did not want to wait.
    case interrupted
  }

  /// The phases in order, each with its outcome.
  package let phases: [(name: String, outcome: Outcome)]

  /// Whether every phase finished in time.
  package var isClean: Bool { phases.allSatisfy { $0.outcome == .finished } }

  package static func == (left: ShutdownReport, right: ShutdownReport) -> Bool {
    left.phases.elementsEqual(right.phases) { $0 == $1 }
  }

  package func hash(into hasher: inout Hasher) {
    for phase in phases {
      hasher.combine(phase.name)
      hasher.combine(phase.outcome)
    }
  }
}
