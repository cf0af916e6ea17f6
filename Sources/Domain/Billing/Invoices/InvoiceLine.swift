/// One line of an invoice: a plan for a time, or what was used in it.
package struct InvoiceLine: Hashable, Sendable {
  /// What a line is about.
  package enum Kind: String, CaseIterable, Sendable {
    /// The price of a plan, by the second.
    case plan
    /// Requests and bytes, and what bytes beyond the plan cost.
    case usage
  }

  /// What the line is about, and the name of the plan.
  package let kind: Kind
  package let plan: String
  /// From when on, and before when, in seconds since 1970.
  package let start: Int64
  package let end: Int64
  /// What was used; nothing on the line of a plan.
  package let usage: UsageAmount
  /// Bytes beyond what the plan includes for that time.
  package let overageBytes: Int64
  /// US cents.
  package let amountCents: Int64
}
