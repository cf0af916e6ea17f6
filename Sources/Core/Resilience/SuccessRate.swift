/// The share of successes among what happened lately: in the current window, and in the one before
/// as far as it still reaches into the time looked at.
package struct SuccessRate: Sendable, Hashable {
  private struct Window: Hashable {
    var successes = 0.0
    var total = 0.0
  }

  private let window: Duration
  private var start: Duration
  private var current = Window()
  private var previous = Window()

  /// A rate over about `window`, of which nothing is known.
  package init(window: Duration, at now: Duration) {
    self.window = window
    start = now
  }

  /// Notes a success or a failure.
  package mutating func record(_ isSuccess: Bool, at now: Duration) {
    roll(to: now)
    current.total += 1
    if isSuccess { current.successes += 1 }
  }

  /// The share of successes, from 0 to 1; nil when nothing happened.
  package func ratio(at now: Duration) -> Double? {
    let sum = sum(at: now)
    return sum.total > 0 ? sum.successes / sum.total : nil
  }

  /// How much the ratio rests on.
  package func volume(at now: Duration) -> Double { sum(at: now).total }

  private func sum(at now: Duration) -> Window {
    var copy = self
    copy.roll(to: now)
    let weight = 1 - min(max((now - copy.start) / window, 0), 1)
    return Window(
      successes: copy.current.successes + copy.previous.successes * weight,
      total: copy.current.total + copy.previous.total * weight)
  }

  private mutating func roll(to now: Duration) {
    guard now - start >= window else { return }
    let passed = ((now - start) / window).rounded(.down)
    previous = passed < 2 ? current : Window()
    current = Window()
    start += window * passed
  }
}
