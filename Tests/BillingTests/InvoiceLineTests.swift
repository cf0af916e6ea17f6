import TestSupport
import Testing

@testable import Billing

@Suite struct InvoiceLineTests {
  /// April 2027: 30 days.
  private let april = BillingMonth(containing: 1_806_537_600)

  private func plan(_ cents: Int64, bytes: Int64 = 1_000_000_000, overage: Int64? = nil) -> Plan {
    var plan = PlanCatalog.standard.plans[0]
    plan.name = "plan-\(cents)"
    plan.priceCents = cents
    plan.bytesPerMonth = bytes
    plan.overageCentsPerGB = overage
    return plan
  }

  @Test func `months are those of UTC, whatever their length`() {
    #expect(april.start == 1_806_537_600)
    #expect(april.length == 30 * 86_400)
    #expect(BillingMonth(containing: april.end - 1) == april)
    #expect(BillingMonth(containing: april.end).length == 31 * 86_400)
    #expect(BillingMonth(containing: 1_709_208_000).length == 29 * 86_400)
    #expect(BillingMonth(containing: 1_798_761_599).end == 1_798_761_600)
  }

  @Test(
    arguments: [
      (1, 2, 0), (3, 2, 2), (5, 2, 2), (7, 2, 4), (1, 3, 0), (2, 3, 1), (0, 5, 0), (10, 5, 2),
    ] as [(Int, Int, Int64)])
  func `halves go to the even cent`(numerator: Int, denominator: Int, expected: Int64) {
    #expect(CumulativeRounding.rounded(Int128(numerator), Int128(denominator)) == expected)
  }

  @Test func `a whole month costs the price, and half of it half`() {
    let whole = InvoiceLines(
      of: april, intervals: [PlanInterval(plan: plan(2900), start: 0, end: nil)],
      before: april.end, usage: [UsageAmount()])
    #expect(whole.totalCents == 2900)
    let middle = april.start + april.length / 2
    let both = InvoiceLines(
      of: april,
      intervals: [
        PlanInterval(plan: plan(2900), start: 0, end: middle),
        PlanInterval(plan: plan(9900), start: middle, end: nil),
      ], before: april.end, usage: [UsageAmount(), UsageAmount()])
    #expect(both.lines.filter { $0.kind == .plan }.map(\.amountCents) == [1450, 4950])
  }

  @Test func `bytes beyond the plan cost what the plan says`() {
    let used = UsageAmount(requests: 7, bytesUp: 400_000_000, bytesDown: 3_100_000_000)
    let sold = InvoiceLines(
      of: april, intervals: [PlanInterval(plan: plan(0, overage: 10), start: 0, end: nil)],
      before: april.end, usage: [used])
    #expect(sold.lines[1].overageBytes == 2_500_000_000)
    #expect(sold.totalCents == 25)
    let notSold = InvoiceLines(
      of: april, intervals: [PlanInterval(plan: plan(0), start: 0, end: nil)],
      before: april.end, usage: [used])
    #expect(notSold.totalCents == 0)
    #expect(notSold.lines[1].usage == used)
  }

  @Test func `whatever the changes, lines add up to the rounded sum, and cover every second`() {
    var random = SplitMix64.announced()
    for _ in 0..<2000 {
      var start = april.start + Int64.random(in: -1_000_000...1_000_000, using: &random)
      var intervals: [PlanInterval] = []
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        let end = start + Int64.random(in: 1...400_000, using: &random)
        let price = [0, 1, 99, 2900, 9900, 29_900, Plan.centsMax].randomElement(using: &random)!
        intervals.append(
          PlanInterval(
            plan: plan(price, overage: Bool.random(using: &random) ? 7 : nil), start: start,
            end: end))
        start = end
      }
      let spans = InvoiceLines.spans(of: intervals, in: april, before: april.end)
      let usage = spans.map { _ in
        UsageAmount(
          requests: .random(in: 0...1000, using: &random),
          bytesUp: .random(in: 0...10_000_000_000, using: &random),
          bytesDown: .random(in: 0...10_000_000_000, using: &random))
      }
      let lines = InvoiceLines(
        of: april, intervals: intervals, before: april.end, usage: usage)
      let exact = spans.reduce(Int128(0)) {
        $0 + Int128($1.interval.plan.priceCents) * Int128($1.end - $1.start)
      }
      let planCents = lines.lines.filter { $0.kind == .plan }.reduce(0) { $0 + $1.amountCents }
      #expect(planCents == CumulativeRounding.rounded(exact, Int128(april.length)))
      let overage = lines.lines.reduce(Int128(0)) {
        $0 + Int128($1.overageBytes) * 7
      }
      let usageCents = lines.lines.filter { $0.kind == .usage }.reduce(0) { $0 + $1.amountCents }
      #expect(usageCents == CumulativeRounding.rounded(overage, Int128(Plan.gigabyte)))
      #expect(lines.totalCents == planCents + usageCents)
      #expect(lines.lines.allSatisfy { $0.amountCents >= 0 })
      let seconds = lines.lines.filter { $0.kind == .plan }.reduce(0) { $0 + $1.end - $1.start }
      let covered = min(start, april.end) - max(intervals[0].start, april.start)
      #expect(seconds == max(0, covered))
    }
  }
}
