/// Notices event loops that do not come round any more, by how late each is.
package struct LoopWatch: Hashable, Sendable {
  /// What has become of a loop, by its number.
  package enum Event: Hashable, Sendable {
    /// It has not come round for so long.
    case stuck(Int, lateness: Duration)
    /// It comes round again, after so long.
    case freed(Int, after: Duration)
  }

  /// How late a loop is that counts as stuck.
  package let limit: Duration
  private var stuckSince: [Int: Duration] = [:]

  /// A watch over loops that all come round.
  package init(limit: Duration) { self.limit = limit }

  /// The numbers of the loops that are stuck.
  package var stuckLoops: [Int] { stuckSince.keys.sorted() }

  /// Looks at how late every loop is; says what has changed.
  package mutating func observed(_ lateness: [Duration], at now: Duration) -> [Event] {
    var events: [Event] = []
    for (loop, late) in lateness.enumerated() {
      if late >= limit, stuckSince[loop] == nil {
        stuckSince[loop] = now - late
        events.append(.stuck(loop, lateness: late))
      } else if late < limit, let since = stuckSince.removeValue(forKey: loop) {
        events.append(.freed(loop, after: now - since))
      }
    }
    return events
  }
}
