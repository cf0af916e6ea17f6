import Capabilities
import Testing

@testable import Metering

/// All limits of an account together.
@Suite struct LimitAccountTests {
  private let periods = UTCPeriods(at: 1_700_000_000)
  private let now: Int64 = 1 << 50

  private func account(_ allowance: Allowance) -> LimitAccount {
    let account = LimitAccount(id: "u", isOfToken: false)
    account.apply(allowance)
    return account
  }

  @Test func `a request is taken from every limit or from none`() {
    let account = account(
      Allowance(requestsPerMinute: 10, requestsPerDay: 5, requestsPerMonth: 3))
    for _ in 0..<3 { #expect(account.take(at: now, in: periods) == .passed) }
    #expect(account.take(at: now, in: periods) == .reached(.month))
    #expect(account.used(.day, in: periods) == 3)
    #expect(account.used(.month, in: periods) == 3)
    let left = account.left(of: .minute, limit: 10, at: now, in: periods, seconds: 0)
    #expect(left.remaining == 7)
  }

  @Test func `bytes are looked at before a request and counted after it`() {
    let account = account(Allowance(bytesPerMonth: 1000))
    #expect(account.take(at: now, in: periods) == .passed)
    account.charge(5000, in: periods)
    #expect(account.take(at: now, in: periods) == .reached(.bandwidth))
    let next = UTCPeriods(at: periods.monthEnd)
    #expect(account.take(at: now, in: next) == .passed)
  }

  @Test func `a soft quota lets pass and goes on counting; the limit of a minute holds`() {
    let account = account(
      Allowance(requestsPerMinute: 5, requestsPerDay: 2, bytesPerMonth: 10, isSoft: true))
    account.charge(100, in: periods)
    for _ in 0..<5 { #expect(account.take(at: now, in: periods) == .passed) }
    #expect(account.take(at: now, in: periods) == .reached(.minute))
    #expect(account.used(.day, in: periods) == 5)
  }

  @Test func `a user's requests count against all tokens together and each one's own`() {
    let user = account(Allowance(requestsPerDay: 5))
    let tokens = ["a", "b"].map { LimitAccount(id: $0, isOfToken: true) }
    tokens[0].apply(Allowance(requestsPerDay: 2))
    let meters = tokens.map { Meter(number: 1, user: user, own: $0) }
    for _ in 0..<2 { #expect(meters[0].take(at: now, in: periods).verdict == .passed) }
    let (verdict, refuser) = meters[0].take(at: now, in: periods)
    #expect(verdict == .reached(.day))
    #expect(refuser === tokens[0])
    for _ in 0..<3 { #expect(meters[1].take(at: now, in: periods).verdict == .passed) }
    #expect(meters[1].take(at: now, in: periods).account === user)
    #expect(tokens[1].used(.day, in: periods) == 3, "what the user may not is given back")
  }

  @Test func `1,000 requests at once against a limit of 100 are 100`() async {
    let cells = SharedCells()
    cells.account.apply(Allowance(requestsPerMinute: 100, requestsPerDay: 5000))
    let (now, periods) = (now, periods)
    let passed = await cells.passed { $0.take(at: now, in: periods) == .passed }
    #expect(passed == 100)
  }

  @Test(arguments: [
    (0, 0, 0, 2_678_400), (951_782_400, 361, 949_363_200, 951_868_800),
    (1_709_164_800, 649, 1_706_745_600, 1_709_251_200),
    (4_102_444_799, 1559, 4_099_766_400, 4_102_444_800),
  ])
  func `days and months are those of the calendar`(
    seconds: Int64, month: Int64, start: Int64, end: Int64
  ) {
    let periods = UTCPeriods(at: seconds)
    #expect(periods.day == seconds / 86_400)
    #expect(periods.month == month)
    #expect(periods.monthStart == start)
    #expect(periods.monthEnd == end)
    #expect(periods.contain(seconds))
  }
}
