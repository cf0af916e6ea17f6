import Testing

@testable import Metering

/// What is usual of a token, with a clock moved by hand.
@Suite struct TokenHabitTests {
  private let limits = HabitLimits()

  /// A token that made so many requests in each of the last minutes.
  private func habit(
    of rate: Int64, minutes: Int64 = 60, from start: Int64 = 1_000_000 * 60
  ) -> (habit: TokenHabit, now: Int64) {
    var habit = TokenHabit()
    for minute in 0..<minutes {
      let found = habit.note(
        requests: rate, networks: [], at: start + minute * 60, limits: limits)
      #expect(found.isEmpty)
    }
    return (habit, start + minutes * 60)
  }

  @Test func `five times the usual rate is unusual, four times is not`() {
    var (habit, now) = habit(of: 100)
    #expect(habit.note(requests: 400, networks: [], at: now, limits: limits).isEmpty)
    let found = habit.note(requests: 100, networks: [], at: now + 1, limits: limits)
    #expect(found == [TokenAnomaly(kind: .unusualRate, seen: 500, usual: 100)])
  }

  @Test func `what is unusual is told once an hour`() {
    var (habit, now) = habit(of: 100)
    #expect(habit.note(requests: 600, networks: [], at: now, limits: limits).count == 1)
    for second in 1..<50 {
      #expect(habit.note(requests: 10, networks: [], at: now + Int64(second), limits: limits) == [])
    }
    let later = now + 3600
    #expect(habit.note(requests: 9000, networks: [], at: later, limits: limits).count == 1)
  }

  @Test func `a new token and a quiet one have no usual rate to exceed`() {
    var new = TokenHabit()
    #expect(new.note(requests: 100_000, networks: [], at: 60_000_000, limits: limits) == [])
    var (quiet, now) = habit(of: 1)
    #expect(quiet.note(requests: 119, networks: [], at: now, limits: limits) == [])
    #expect(quiet.note(requests: 1, networks: [], at: now, limits: limits).count == 1)
  }

  @Test func `use after long sleep is told when it begins`() {
    let month: Int64 = 30 * 86_400
    var habit = TokenHabit(lastUsedAt: 1_000_000)
    let found = habit.note(requests: 1, networks: [], at: 1_000_000 + month, limits: limits)
    #expect(found.map(\.kind) == [.afterLongSleep])
    #expect(habit.note(requests: 1, networks: [], at: 1_000_001 + month, limits: limits) == [])
    var awake = TokenHabit(lastUsedAt: 1_000_000)
    #expect(
      awake.note(requests: 1, networks: [], at: 999_999 + month, limits: limits) == [])
  }

  @Test func `many networks within ten minutes are unusual, one after the other they are not`() {
    var fast = TokenHabit()
    let networks = (1...21).map { UInt32($0) }
    #expect(
      fast.note(requests: 1, networks: Array(networks.dropLast()), at: 6000, limits: limits) == [])
    let found = fast.note(requests: 1, networks: networks, at: 6100, limits: limits)
    #expect(found == [TokenAnomaly(kind: .manyNetworks, seen: 21, usual: 20)])

    var slow = TokenHabit()
    for (index, network) in networks.enumerated() {
      let now = 6000 + Int64(index) * 60
      #expect(slow.note(requests: 1, networks: [network], at: now, limits: limits) == [])
    }
  }
}
