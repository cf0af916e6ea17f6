internal import Capabilities
package import Persistence

/// The invoices of everybody: made when a month is over, and never changed but for their state.
package struct Invoices: Sendable {
  private let database: any Database
  private let usage: any UsageTotals

  /// The invoices of a database.
  package init(_ database: any Database, usage: any UsageTotals) {
    self.database = database
    self.usage = usage
  }

  /// What a month would cost a user if it ended now.
  package func preview(
    of userID: String, at now: Int64
  ) async throws -> (month: BillingMonth, lines: InvoiceLines) {
    let month = BillingMonth(containing: now)
    let intervals = try await Subscriptions.intervals(of: userID, in: month, from: database)
    let used = try await used(by: userID, intervals, in: month, before: now)
    return (month, InvoiceLines(of: month, intervals: intervals, before: now, usage: used))
  }

  /// Users with a month that ended before `moment` and has no invoice, those first who have waited
  /// longest.
  package func due(before moment: Int64, limit: Int) async throws -> [(userID: String, from: Int64)]
  {
    let month = BillingMonth(containing: moment)
    return try await database.query(
      """
      SELECT user_id, unbilled_from FROM billing_subscriptions
      WHERE unbilled_from < \(month.start) ORDER BY unbilled_from, user_id LIMIT \(limit)
      """
    ).map { (try $0.value(at: 0), try $0.value(at: 1)) }
  }

  /// Makes the invoice of the month that begins at `start`, if no other edge has made it.
  ///
  /// Moving `unbilled_from` on is the claim, and a part of the transaction that writes the invoice:
  /// of two edges the second finds it moved, and an edge that dies leaves it where it was.
  ///
  /// - Returns: false when another edge was first.
  package func close(_ start: Int64, for userID: String, at now: Int64) async throws -> Bool {
    let month = BillingMonth(containing: start)
    let known = try await Subscriptions.intervals(of: userID, in: month, from: database)
    let used = try await used(by: userID, known, in: month, before: month.end)
    return try await database.transaction { transaction in
      let claimed = try await transaction.execute(
        """
        UPDATE billing_subscriptions SET unbilled_from = \(month.end)
        WHERE user_id = \(userID) AND unbilled_from = \(start)
        """)
      guard claimed == 1 else { return false }
      let intervals = try await Subscriptions.intervals(of: userID, in: month, from: transaction)
      // A change that came between: what was used is asked for again, the next time.
      guard Self.haveSameSpans(intervals, known, in: month) else {
        throw DatabaseFailure(.serializationFailure, "the plan was changed meanwhile")
      }
      let lines = InvoiceLines(of: month, intervals: intervals, before: month.end, usage: used)
      try await Self.insert(lines, of: month, for: userID, at: now, in: transaction)
      return true
    }
  }

  /// A user's invoices, the newest first.
  ///
  /// - Parameter before: only months that begin earlier.
  package func list(
    of userID: String, before: Int64 = .max, limit: Int
  ) async throws -> [Invoice] {
    let rows = try await database.query(
      """
      SELECT id, user_id, period_start, state, closed_at, total_cents FROM billing_invoices
      WHERE user_id = \(userID) AND period_start < \(before)
      ORDER BY period_start DESC LIMIT \(limit)
      """)
    return try await invoices(rows)
  }

  /// An invoice, if there is one of this id.
  package func invoice(_ id: String) async throws -> Invoice? {
    let rows = try await database.query(
      """
      SELECT id, user_id, period_start, state, closed_at, total_cents FROM billing_invoices
      WHERE id = \(id)
      """)
    return try await invoices(rows).first
  }

  /// Notes what became of an open invoice.
  ///
  /// - Returns: false when it is not open, or not there.
  package func settle(_ id: String, as state: Invoice.State) async throws -> Bool {
    try await database.execute(
      "UPDATE billing_invoices SET state = \(state) WHERE id = \(id) AND state = 'open'") == 1
  }

  private func used(
    by userID: String, _ intervals: [PlanInterval], in month: BillingMonth, before end: Int64
  ) async throws -> [UsageAmount] {
    // Totals from the beginning, of which each interval gets the growth: whatever the grain is in
    // which usage is still kept, the intervals add up to the whole.
    var amounts: [UsageAmount] = []
    let spans = InvoiceLines.spans(of: intervals, in: month, before: end)
    var before = UsageAmount()
    for span in spans {
      let total = try await usage.totals(of: userID, from: spans[0].start, to: span.end)
      amounts.append(total.growth(since: before))
      before = total
    }
    return amounts
  }

  private static func haveSameSpans(
    _ one: [PlanInterval], _ two: [PlanInterval], in month: BillingMonth
  ) -> Bool {
    let first = InvoiceLines.spans(of: one, in: month, before: month.end)
    let second = InvoiceLines.spans(of: two, in: month, before: month.end)
    return first.map(\.start) == second.map(\.start) && first.map(\.end) == second.map(\.end)
  }

  private static func insert(
    _ lines: InvoiceLines, of month: BillingMonth, for userID: String, at now: Int64,
    in transaction: any DatabaseTransaction
  ) async throws {
    let id = Identifier.make("inv")
    let state = lines.totalCents == 0 ? Invoice.State.paid : .open
    try await transaction.execute(
      """
      INSERT INTO billing_invoices
        (id, user_id, period_start, period_end, state, closed_at, total_cents)
      VALUES (\(id), \(userID), \(month.start), \(month.end), \(state), \(now),
        \(lines.totalCents))
      """)
    guard !lines.lines.isEmpty else { return }
    let rows = lines.lines.enumerated().map { index, line -> [any DatabaseConvertible] in
      [
        id, index, line.kind.rawValue, line.plan, line.start, line.end, line.usage.requests,
        line.usage.bytesUp, line.usage.bytesDown, line.overageBytes, line.amountCents,
      ]
    }
    try await transaction.execute(
      """
      INSERT INTO billing_lines
        (invoice_id, number, kind, plan, from_at, to_at, requests, bytes_up, bytes_down,
        overage_bytes, amount_cents)
      VALUES \(rows: rows)
      """)
  }

  private func invoices(_ rows: [Row]) async throws -> [Invoice] {
    guard !rows.isEmpty else { return [] }
    let ids = try rows.map { try $0.value(at: 0, as: String.self) }
    let lineRows = try await database.query(
      """
      SELECT invoice_id, kind, plan, from_at, to_at, requests, bytes_up, bytes_down, overage_bytes,
        amount_cents
      FROM billing_lines WHERE invoice_id IN \(list: ids) ORDER BY invoice_id, number
      """, rowsMax: 100_000)
    var lines: [String: [InvoiceLine]] = [:]
    for row in lineRows {
      let kind = InvoiceLine.Kind(rawValue: try row.value(at: 1))
      guard let kind else { throw DatabaseFailure(.unexpectedShape, "a line of no known kind") }
      lines[try row.value(at: 0), default: []].append(
        InvoiceLine(
          kind: kind, plan: try row.value(at: 2), start: try row.value(at: 3),
          end: try row.value(at: 4),
          usage: UsageAmount(
            requests: try row.value(at: 5), bytesUp: try row.value(at: 6),
            bytesDown: try row.value(at: 7)), overageBytes: try row.value(at: 8),
          amountCents: try row.value(at: 9)))
    }
    return try rows.map { row in
      let id: String = try row.value(at: 0)
      return Invoice(
        id: id, userID: try row.value(at: 1),
        month: BillingMonth(containing: try row.value(at: 2)), state: try row.value(at: 3),
        closedAt: try row.value(at: 4), totalCents: try row.value(at: 5), lines: lines[id] ?? [])
    }
  }
}
