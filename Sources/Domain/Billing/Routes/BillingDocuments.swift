internal import Capabilities
internal import JSON

/// Subscriptions and invoices as documents.
enum BillingDocuments {
  static func subscription(_ subscription: Subscription) -> JSONValue {
    [
      "tier": .string(subscription.plan.name), "plan": subscription.plan.json,
      "since": moment(subscription.since), "startedAt": moment(subscription.startedAt),
    ]
  }

  static func interval(_ interval: PlanInterval) -> JSONValue {
    [
      "tier": .string(interval.plan.name), "priceCents": .integer(interval.plan.priceCents),
      "from": moment(interval.start), "to": interval.end.map(moment) ?? .null,
    ]
  }

  static func invoice(_ invoice: Invoice) -> JSONValue {
    [
      "id": .string(invoice.id), "state": .string(invoice.state.rawValue),
      "from": moment(invoice.month.start), "to": moment(invoice.month.end),
      "closedAt": moment(invoice.closedAt), "totalCents": .integer(invoice.totalCents),
      "lines": .array(invoice.lines.map(line)),
    ]
  }

  static func preview(_ month: BillingMonth, _ lines: InvoiceLines) -> JSONValue {
    [
      "from": moment(month.start), "to": moment(month.end),
      "totalCents": .integer(lines.totalCents), "lines": .array(lines.lines.map(line)),
    ]
  }

  private static func line(_ line: InvoiceLine) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("kind", .string(line.kind.rawValue)), .init("tier", .string(line.plan)),
      .init("from", moment(line.start)), .init("to", moment(line.end)),
    ]
    if line.kind == .usage {
      members += [
        .init("requests", .integer(line.usage.requests)),
        .init("bytesUp", .integer(line.usage.bytesUp)),
        .init("bytesDown", .integer(line.usage.bytesDown)),
        .init("overageBytes", .integer(line.overageBytes)),
      ]
    }
    return .object(members + [.init("amountCents", .integer(line.amountCents))])
  }

  private static func moment(_ seconds: Int64) -> JSONValue {
    .string(Timestamp(seconds: seconds).text)
  }
}
