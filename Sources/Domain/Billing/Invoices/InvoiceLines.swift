/// The lines of one user's invoice of one month, and their sum.
///
/// Every interval of a plan in the month gives two lines. The price of a plan is shared out by the
/// second, and so are the bytes that it includes; both round so that the lines add up.
package struct InvoiceLines: Hashable, Sendable {
  /// In the order of time.
  package let lines: [InvoiceLine]

  /// What the lines add up to, in US cents.
  package var totalCents: Int64 { lines.reduce(0) { $0 + $1.amountCents } }

  /// The lines of a month.
  ///
  /// - Parameters:
  ///   - intervals: what the user was subscribed to, in the order of time.
  ///   - end: before when to count, for a month that is not over.
  ///   - usage: what was used in each interval, as `spans` cuts them.
  package init(
    of month: BillingMonth, intervals: [PlanInterval], before end: Int64, usage: [UsageAmount]
  ) {
    var prices = CumulativeRounding(denominator: month.length)
    var overages = CumulativeRounding(denominator: Plan.gigabyte)
    var lines: [InvoiceLine] = []
    var includedNumerator: Int128 = 0
    var includedBefore: Int64 = 0
    for (span, usage) in zip(Self.spans(of: intervals, in: month, before: end), usage) {
      let seconds = Int128(span.end - span.start)
      let plan = span.interval.plan
      lines.append(
        InvoiceLine(
          kind: .plan, plan: plan.name, start: span.start, end: span.end, usage: UsageAmount(),
          overageBytes: 0, amountCents: prices.add(Int128(plan.priceCents) * seconds)))
      includedNumerator += Int128(plan.bytesPerMonth) * seconds
      let included = Int64(includedNumerator / Int128(month.length))
      let beyond = max(0, usage.bytesUp + usage.bytesDown - (included - includedBefore))
      includedBefore = included
      let price = plan.overageCentsPerGB ?? 0
      lines.append(
        InvoiceLine(
          kind: .usage, plan: plan.name, start: span.start, end: span.end, usage: usage,
          overageBytes: plan.overageCentsPerGB == nil ? 0 : beyond,
          amountCents: overages.add(Int128(beyond) * Int128(price))))
    }
    self.lines = lines
  }

  /// The parts of a month before `end` in which the user was subscribed to something.
  package static func spans(
    of intervals: [PlanInterval], in month: BillingMonth, before end: Int64
  ) -> [(interval: PlanInterval, start: Int64, end: Int64)] {
    intervals.compactMap { interval in
      let first = max(interval.start, month.start)
      let last = min(interval.end ?? .max, month.end, end)
      return first < last ? (interval, first, last) : nil
    }
  }
}
