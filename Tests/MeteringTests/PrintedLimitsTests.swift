import Capabilities
import TestSupport
import Testing

@testable import Metering

/// The lines that are patched from one request to the next are those that are printed anew.
@Suite struct PrintedLimitsTests {
  private static let start: Int64 = 1_700_000_000
  private static let periods = UTCPeriods(at: start)

  private static func meter(_ user: Allowance, _ own: Allowance? = nil) -> Meter {
    let meter = Meter(
      number: 1, user: LimitAccount(id: "u", isOfToken: false),
      own: LimitAccount(id: "t", isOfToken: true))
    meter.user.apply(user)
    meter.own.apply(own)
    return meter
  }

  private static func anew(_ meter: Meter, at now: Int64, seconds: Int64) -> String {
    let policies = LimitLines.policyLine(of: meter, in: periods)
    let line = [UInt8](capacity: LimitLines.countMax) {
      LimitLines.write(meter, at: now, in: periods, seconds: seconds, to: &$0)
    }
    return String(decoding: policies + line, as: UTF8.self)
  }

  private static func text(_ printed: borrowing PrintedLimits) -> String {
    String(decoding: [UInt8](capacity: 1024) { printed.write(to: &$0) }, as: UTF8.self)
  }

  @Test(
    "whatever is used and however time goes on, both say the same",
    arguments: [
      (Allowance(requestsPerMinute: 100), nil),
      (Allowance(requestsPerDay: 1001, bytesPerMonth: 1_000_000), nil),
      (
        Allowance(
          requestsPerMinute: 1200, requestsPerDay: 10_000, requestsPerMonth: 100_000,
          bytesPerMonth: 1 << 51, isSoft: true),
        Allowance(requestsPerMinute: 30, bytesPerMonth: 1_000_000)
      ),
    ] as [(Allowance, Allowance?)])
  func patched(_ user: Allowance, _ own: Allowance?) {
    let meter = Self.meter(user, own)
    var random = SplitMix64.announced()
    var printed = PrintedLimits(policyLine: LimitLines.policyLine(of: meter, in: Self.periods))
    var now: Int64 = 1 << 50
    for step in 0..<2000 {
      _ = meter.take(at: now, in: Self.periods)
      meter.charge(Int64.random(in: 0..<2000, using: &random), in: Self.periods)
      now += Int64.random(in: 0..<2_000_000_000, using: &random)
      let seconds = Self.start + (now - 1 << 50) / 1_000_000_000
      printed.update(meter, at: now, in: Self.periods, seconds: seconds)
      #expect(
        Self.text(printed) == Self.anew(meter, at: now, seconds: seconds),
        "step \(step)")
    }
  }

  @Test func `limits that take the place of others are printed under their own names`() {
    let meter = Self.meter(Allowance(requestsPerDay: 5000))
    var printed = PrintedLimits(policyLine: LimitLines.policyLine(of: meter, in: Self.periods))
    printed.update(meter, at: 0, in: Self.periods, seconds: Self.start)
    meter.user.apply(Allowance(requestsPerMonth: 5000))
    printed.update(meter, at: 0, in: Self.periods, seconds: Self.start)
    #expect(Self.text(printed).contains("RateLimit: \"month\";r=5000"))
  }

  @Test func `a limit beyond fifteen digits is printed as the largest that a field can hold`() {
    let meter = Self.meter(Allowance(bytesPerMonth: 1 << 51))
    let text = Self.anew(meter, at: 0, seconds: Self.start)
    #expect(text.contains("\"bandwidth\";q=999999999999999;w="))
    #expect(text.contains("\"bandwidth\";r=999999999999999;t="))
  }
}
