/// When each member of a pool is looked at next: once in an interval, each at a time of its own, so
/// that neither they nor those who watch them are all busy at once.
package struct ProbeSchedule: Sendable {
  /// The share of the interval by which the next time may be earlier or later.
  private static let jitter = 0.2

  private let interval: Duration
  private var dueAt: [Duration]

  /// A schedule whose first round is spread over `first`.
  package init(
    count: Int, interval: Duration, first: Duration, at now: Duration,
    using random: inout some RandomNumberGenerator
  ) {
    self.interval = interval
    dueAt = []
    for _ in 0..<count { dueAt.append(now + first * Double.random(in: 0...1, using: &random)) }
  }

  /// The members whose time has come; each is due again an interval later, more or less.
  package mutating func takeDue(
    at now: Duration, using random: inout some RandomNumberGenerator
  ) -> [Int] {
    let due = dueAt.indices.filter { dueAt[$0] <= now }
    for member in due {
      let factor = Double.random(in: 1 - Self.jitter...1 + Self.jitter, using: &random)
      dueAt[member] = now + interval * factor
    }
    return due
  }
}
