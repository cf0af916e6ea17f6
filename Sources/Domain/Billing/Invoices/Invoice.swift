internal import Persistence

/// What a user owes for a month that is over.
package struct Invoice: Hashable, Sendable {
  /// What became of an invoice; whether money has come is known outside.
  package enum State: String, CaseIterable, DatabaseConvertible {
    /// To be paid.
    case open
    /// Paid, or nothing to pay.
    case paid
    /// Given up.
    case void
  }

  /// Its id, whose it is, for which month, and what became of it.
  package let id: String
  package let userID: String
  package let month: BillingMonth
  package let state: State
  /// When it was made, in seconds since 1970.
  package let closedAt: Int64
  /// US cents: what its lines add up to.
  package let totalCents: Int64
  package let lines: [InvoiceLine]
}
