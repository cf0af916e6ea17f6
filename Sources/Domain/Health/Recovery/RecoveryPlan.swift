/// Decides when something is done about what is wrong: at once, then no sooner than after a pause,
/// and no more than so often in a while. What has not helped by then needs a person.
package struct RecoveryPlan: Sendable {
  /// How often a step is taken.
  package struct Limits: Hashable, Sendable {
    /// From one attempt to the next.
    package var coolDown = Duration.seconds(30)
    /// Attempts within the window.
    package var attemptsMax = 10
    package var window = Duration.seconds(600)

    /// The usual limits.
    package init() {}
  }

  /// What is to be done.
  package enum Decision: Hashable, Sendable {
    /// Take this step, for the so-manieth time within the window.
    case take(RecoveryStep, attempt: Int)
    /// The step was taken as often as is allowed, and has not helped.
    case giveUp(RecoveryStep)
  }

  private struct History {
    var takenAt: [Duration] = []
    var hasGivenUp = false
  }

  private let limits: Limits
  private var histories: [RecoveryStep: History] = [:]

  /// A plan that has done nothing yet.
  package init(_ limits: Limits = Limits()) { self.limits = limits }

  /// What is to be done now, when all this is wrong.
  package mutating func decide(_ troubles: [Trouble], at now: Duration) -> [Decision] {
    var seen: Set<RecoveryStep> = []
    var decisions: [Decision] = []
    for step in troubles.flatMap(\.steps) where seen.insert(step).inserted {
      if let decision = decide(step, at: now) { decisions.append(decision) }
    }
    return decisions
  }

  private mutating func decide(_ step: RecoveryStep, at now: Duration) -> Decision? {
    var history = histories[step] ?? History()
    defer { histories[step] = history }
    history.takenAt.removeAll { now - $0 >= limits.window }
    if let last = history.takenAt.last, now - last < limits.coolDown { return nil }
    guard history.takenAt.count < limits.attemptsMax else {
      defer { history.hasGivenUp = true }
      return history.hasGivenUp ? nil : .giveUp(step)
    }
    history.hasGivenUp = false
    history.takenAt.append(now)
    return .take(step, attempt: history.takenAt.count)
  }
}
