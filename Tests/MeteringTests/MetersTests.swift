import Testing

@testable import Metering

/// Who has an account, and for how long.
@Suite struct MetersTests {
  private let periods = UTCPeriods(at: 1_000_000)
  private let nothing = (user: QuotaUse(), own: QuotaUse())

  private func add(_ meters: Meters, _ user: String, _ token: String, at: Int64) throws -> Meter {
    try meters.add(user: user, credential: token, used: nothing, in: periods, at: at)
  }

  @Test func `tokens of one user share one account and have numbers of their own`() throws {
    let meters = Meters(metersMax: 10)
    let one = try add(meters, "u", "a", at: 0)
    let two = try add(meters, "u", "b", at: 0)
    #expect(one.user === two.user)
    #expect(one.own !== two.own)
    #expect(one.number != two.number)
    #expect(one.number != 0)
    #expect(try add(meters, "u", "a", at: 5) === one, "whoever comes second gets the first's")
  }

  @Test func `who is idle for a day is forgotten, and the number is given again`() throws {
    let meters = Meters(metersMax: 10)
    let idle = try add(meters, "u", "a", at: 0)
    let busy = try add(meters, "v", "b", at: 0)
    meters.noteUse(of: [busy], at: 90_000)
    #expect(meters.forgetIdle(at: 90_000) == [idle.number])
    #expect(meters.meter(user: "u", credential: "a", at: 90_000) === nil)
    #expect(meters.meter(user: "v", credential: "b", at: 90_000) === busy)
    #expect(try add(meters, "w", "c", at: 90_000).number == idle.number)
  }

  @Test func `there is a bound, and what was used before is counted once`() throws {
    let meters = Meters(metersMax: 1)
    let used = (user: QuotaUse(dayRequests: 7), own: QuotaUse())
    for _ in 0..<3 {
      let meter = try meters.add(user: "u", credential: "a", used: used, in: periods, at: 0)
      #expect(meter.user.used(.day, in: periods) == 7)
    }
    #expect(throws: Meters.Full.self) { try add(meters, "u", "b", at: 0) }
  }
}
